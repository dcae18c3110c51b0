package import Diagnostics

/// Why a `.bin` cannot be read.
package struct CompiledModelError: UserError, Equatable {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var message: String { "this is not a compiled model: \(reason)" }
    package var fix: String? { "pass a .bin file made by hb_mapper; if it is truncated, build it again" }
    package var location: SourceLocation? { SourceLocation(path: path) }
}

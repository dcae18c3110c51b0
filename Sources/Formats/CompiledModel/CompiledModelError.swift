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
    package var fix: String? { "give a .bin file that hb_mapper made; build it again if it was cut short" }
    package var location: SourceLocation? { SourceLocation(path: path) }
}

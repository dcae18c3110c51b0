package import Diagnostics
internal import Support

/// Why a file does not name the classes of a model.
package enum LabelsError: UserError, Equatable {
    case malformed(path: String, line: Int, reason: String)
    /// There is no class with this index, but there are later ones.
    case gap(path: String, index: Int)
    case empty(path: String)

    package var location: SourceLocation? {
        switch self {
        case .malformed(let path, let line, _): SourceLocation(path: path, line: line)
        case .gap(let path, _), .empty(let path): SourceLocation(path: path)
        }
    }

    package var message: String {
        switch self {
        case .malformed(_, _, let reason): reason
        case .gap(_, let index): "no line for index \(index)"
        case .empty: "no labels in this file"
        }
    }

    package var fix: String? {
        switch self {
        case .malformed, .gap, .empty: "write one line per class: index, identifier and name, separated by tabs"
        }
    }
}

package import Diagnostics
internal import Support

/// Why a file of class names cannot be used with a model.
package enum LabelsError: UserError, Equatable {
    case malformed(path: String, line: Int, reason: String)
    /// No class has this index, but there are later ones.
    case gap(path: String, index: Int)
    case empty(path: String)
    /// The model has another number of classes.
    case wrongCount(path: String, names: Int, classes: Int)

    package var location: SourceLocation? {
        switch self {
        case .malformed(let path, let line, _): SourceLocation(path: path, line: line)
        case .gap(let path, _), .empty(let path), .wrongCount(let path, _, _): SourceLocation(path: path)
        }
    }

    package var message: String {
        switch self {
        case .malformed(_, _, let reason): reason
        case .gap(_, let index): "missing index \(index)"
        case .empty: "no class names found in this file"
        case .wrongCount(_, let names, let classes): "\(names) class names, but the model has \(classes) classes"
        }
    }

    package var fix: String? {
        switch self {
        case .malformed, .gap, .empty:
            "write one name per line, or index, wnid and name separated by tabs"
        case .wrongCount: "pass the class names that the model was trained with, in the order of its outputs"
        }
    }
}

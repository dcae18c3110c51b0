package import Diagnostics

/// Why a file is not read as safetensors.
package enum SafetensorsError: UserError, Equatable {
    /// The file is something else.
    case foreign(path: String, format: ForeignFormat)
    case malformed(path: String, problem: SafetensorsProblem)

    package var message: String {
        switch self {
        case .foreign(_, let format): "this is \(format.rawValue); a safetensors file is expected"
        case .malformed(_, let problem): problem.message
        }
    }

    package var fix: String? {
        switch self {
        case .foreign(_, let format): format.fix
        case .malformed: "get the file again, or save it again with safetensors"
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .foreign(let path, _), .malformed(let path, _): SourceLocation(path: path)
        }
    }
}

package import Diagnostics
internal import Glibc

/// What the operating system refused, and for which file.
package enum FileError: UserError, Equatable {
    case notFound(path: String)
    case notAFile(path: String)
    case permissionDenied(path: String, operation: String)
    case diskFull(path: String)
    /// Anything else: `operation` is a verb ("read", "write"), `reason` the system's text.
    case failed(path: String, operation: String, reason: String)

    /// The error for a value of `errno`.
    package init(errno code: Int32, path: String, operation: String) {
        switch code {
        case ENOENT: self = .notFound(path: path)
        case EISDIR: self = .notAFile(path: path)
        case EACCES, EPERM, EROFS: self = .permissionDenied(path: path, operation: operation)
        case ENOSPC, EDQUOT: self = .diskFull(path: path)
        default: self = .failed(path: path, operation: operation, reason: String(cString: strerror(code)))
        }
    }

    package var path: String {
        switch self {
        case .notFound(let path), .notAFile(let path), .permissionDenied(let path, _), .diskFull(let path),
            .failed(let path, _, _):
            path
        }
    }

    package var location: SourceLocation? { SourceLocation(path: path) }

    package var message: String {
        switch self {
        case .notFound: "no such file or directory"
        case .notAFile: "not a regular file"
        case .permissionDenied(_, let operation): "permission denied: cannot \(operation)"
        case .diskFull: "no space left on the disk"
        case .failed(_, let operation, let reason): "cannot \(operation): \(reason)"
        }
    }

    package var fix: String? {
        switch self {
        case .diskFull: "free some space, or choose another folder; nothing was left half-written"
        case .notFound: "check the path"
        case .permissionDenied: "check the owner and the mode of the file and of its folder"
        case .notAFile, .failed: nil
        }
    }
}

package import Diagnostics
package import Support

/// Why an image cannot be read or written.
package enum ImageError: UserError, Equatable {
    /// The operating system refused.
    case unreadable(FileError)
    case empty(path: String)
    /// The first bytes are those of neither JPEG nor PNG; `looksLike` names what they are, if that is known.
    case unknownFormat(path: String, looksLike: String?)
    /// More pixels than ``DecodingOptions/pixelLimit``, by the file's header.
    case tooLarge(path: String, width: Int, height: Int, limit: Int)
    /// The file ends before its image does.
    case truncated(path: String, reason: String)
    case corrupt(path: String, format: String, reason: String)

    package var path: String {
        switch self {
        case .unreadable(let error): error.path
        case .empty(let path), .unknownFormat(let path, _), .tooLarge(let path, _, _, _),
            .truncated(let path, _), .corrupt(let path, _, _):
            path
        }
    }

    package var location: SourceLocation? { SourceLocation(path: path) }

    package var message: String {
        switch self {
        case .unreadable(let error): error.message
        case .empty: "the file is empty"
        case .unknownFormat(_, let looksLike?): "this is \(looksLike), not a JPEG or PNG image"
        case .unknownFormat(_, nil): "this is not a JPEG or PNG image"
        case .tooLarge(_, let width, let height, let limit):
            "the image has \(width) x \(height) pixels, more than the limit of \(limit)"
        case .truncated(_, let reason): "the image is truncated: \(reason)"
        case .corrupt(_, let format, let reason): "the \(format) data is broken: \(reason)"
        }
    }

    package var fix: String? {
        switch self {
        case .unreadable(let error): error.fix
        case .unknownFormat: "convert it to JPEG or PNG"
        case .tooLarge: "scale it down first"
        case .empty, .truncated, .corrupt: "fetch the file again, or leave it out"
        }
    }
}

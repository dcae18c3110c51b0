public import Diagnostics
public import FileSupport

/// Why a set of calibration data could not be made.
public enum CalibrationError: UserError, Equatable {
    case file(FileError)
    case image(ImageError)
    /// There is no JPEG or PNG file in the folder, or no line in the list.
    case noImages(path: String)
    /// Of `found` candidates only `usable` gave a picture of its own.
    case tooFewImages(path: String, found: Int, usable: Int, wanted: Int)
    case badCount(Int)
    case badSize(Int)
    /// NV12 has one chroma value for each 2 x 2 pixels.
    case oddSize(Int)
    /// What is at the output path was not made by this program.
    case occupied(path: String, entry: String)
    case badManifest(path: String, reason: String)
    case interrupted

    public var location: SourceLocation? {
        switch self {
        case .file(let error): error.location
        case .image(let error): error.location
        case .noImages(let path), .tooFewImages(let path, _, _, _), .occupied(let path, _), .badManifest(let path, _):
            SourceLocation(path: path)
        case .badCount, .badSize, .oddSize, .interrupted: nil
        }
    }

    public var message: String {
        switch self {
        case .file(let error): error.message
        case .image(let error): error.message
        case .noImages: "there is no JPEG or PNG picture here"
        case .tooFewImages(_, let found, let usable, let wanted):
            "\(wanted) pictures are wanted, but only \(usable) of the \(found) here can be used"
        case .badCount(let count): "\(count) is not a number of pictures"
        case .badSize(let size):
            "\(size) is not a size between \(Preset.sizes.lowerBound) and \(Preset.sizes.upperBound)"
        case .oddSize(let size): "NV12 needs an even size, and \(size) is odd"
        case .occupied(_, let entry): "the folder holds '\(entry)', which is not calibration data of this program"
        case .badManifest(_, let reason): "the manifest cannot be read: \(reason)"
        case .interrupted: "interrupted"
        }
    }

    public var fix: String? {
        switch self {
        case .file(let error): error.fix
        case .image(let error): error.fix
        case .noImages: "name a folder with .jpg, .jpeg or .png files, or use the built-in demo images"
        case .tooFewImages: "add pictures, or ask for fewer"
        case .badCount: "ask for at least one"
        case .badSize, .oddSize: "use the side of the model's input, such as 224"
        case .occupied: "choose another folder, or empty this one yourself"
        case .badManifest: "make the calibration data again"
        case .interrupted: nil
        }
    }

    public var exitStatus: ExitStatus {
        switch self {
        case .badCount, .badSize, .oddSize: .usage
        case .interrupted: .interrupted
        default: .failure
        }
    }
}

package import Diagnostics
internal import Imaging
internal import Support

/// Why a set of calibration data could not be made.
package enum CalibrationError: UserError, Equatable {
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
    /// There is no file in the folder that may be a sample.
    case noSamples(path: String)
    /// A file of classes that is none.
    case badLabels(path: String, line: Int, reason: String)
    case badArchive(path: String, reason: String)
    /// There is no libarchive.
    case noArchiveLibrary
    /// Another process is making the same set.
    case busy(path: String)
    /// Two inputs whose data would lie in the same folder.
    case sameName([String])
    case interrupted

    package var location: SourceLocation? {
        switch self {
        case .noImages(let path), .tooFewImages(let path, _, _, _), .occupied(let path, _), .badManifest(let path, _),
            .busy(let path), .noSamples(let path),
            .badArchive(let path, _):
            SourceLocation(path: path)
        case .badLabels(let path, let line, _): SourceLocation(path: path, line: line)
        case .badCount, .badSize, .oddSize, .interrupted, .sameName, .noArchiveLibrary: nil
        }
    }

    package var message: String {
        switch self {
        case .noImages: "there is no JPEG or PNG picture here"
        case .tooFewImages(_, let found, let usable, let wanted):
            "\(wanted) pictures are wanted, but only \(usable) of the \(found) here can be used"
        case .badCount(let count): "\(count) is not a number of pictures"
        case .badSize(let size):
            "\(size) is not a size between \(Preset.sizes.lowerBound) and \(Preset.sizes.upperBound)"
        case .oddSize(let size): "NV12 needs an even size, and \(size) is odd"
        case .occupied(_, let entry): "the folder holds '\(entry)', which is not calibration data of this program"
        case .badManifest(_, let reason): "the manifest cannot be read: \(reason)"
        case .noSamples: "there are no samples in this folder"
        case .badLabels(_, _, let reason): reason
        case .badArchive(_, let reason): "the archive cannot be read: \(reason)"
        case .noArchiveLibrary: "unpacking needs libarchive, which is not installed"
        case .busy: "another process is making this calibration data"
        case .sameName(let folders): "two inputs would lie in one folder: \(folders.joined(separator: ", "))"
        case .interrupted: "interrupted"
        }
    }

    package var fix: String? {
        switch self {
        case .noImages: "name a folder with .jpg, .jpeg or .png files, or use the built-in demo images"
        case .tooFewImages: "add pictures, or ask for fewer"
        case .badCount: "ask for at least one"
        case .badSize, .oddSize: "use the side of the model's input, such as 224"
        case .occupied: "choose another folder, or empty this one yourself"
        case .badManifest: "make the calibration data again"
        case .noSamples: "name the folder with the tensors (cal_data_dir), or the one with manifest.json"
        case .badLabels: "see 'repvit-convert calibration make --help' for what is understood"
        case .badArchive: "use a tar archive, plain or compressed with gzip or bzip2"
        case .noArchiveLibrary: "install it (Debian, Ubuntu: libarchive13)"
        case .busy: "wait for it to end"
        case .sameName: "give each input a name of its own"
        case .interrupted: "run the command again: it goes on from here"
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .badCount, .badSize, .oddSize, .sameName: .usage
        case .interrupted: .interrupted
        case .noArchiveLibrary: .toolMissing
        default: .failure
        }
    }
}

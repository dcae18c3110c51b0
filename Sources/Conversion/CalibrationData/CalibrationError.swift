package import Diagnostics
package import InputContract
internal import Support

/// Why calibration data could not be made or read.
package enum CalibrationError: UserError, Equatable {
    /// No JPEG or PNG file in the folder, or no line in the list.
    case noImages(path: String)
    /// A list of images that is not text.
    case badList(path: String)
    /// Of `found` candidates only `usable` are distinct, readable images.
    case tooFewImages(path: String, found: Int, usable: Int, wanted: Int)
    case badCount(Int)
    case badSize(ImageSize)
    /// NV12 has one chroma value for each 2 x 2 pixels.
    case oddSize(ImageSize)
    /// The output folder was not created by this program.
    case occupied(path: String, entry: String)
    case badManifest(path: String, reason: String)
    /// No file in the folder can be a sample.
    case noSamples(path: String)
    /// A malformed file of classes.
    case badLabels(path: String, line: Int, reason: String)
    case badArchive(path: String, reason: String)
    /// libarchive is not installed.
    case noArchiveLibrary
    /// Another process writes the same set.
    case busy(path: String)
    /// Inputs whose data would be in the same folder.
    case sameName([String])
    case interrupted

    package var location: SourceLocation? {
        switch self {
        case .noImages(let path), .badList(let path), .tooFewImages(let path, _, _, _), .occupied(let path, _),
            .badManifest(let path, _), .busy(let path), .noSamples(let path), .badArchive(let path, _):
            SourceLocation(path: path)
        case .badLabels(let path, let line, _): SourceLocation(path: path, line: line)
        case .badCount, .badSize, .oddSize, .interrupted, .sameName, .noArchiveLibrary: nil
        }
    }

    package var message: String {
        switch self {
        case .noImages: "no JPEG or PNG images found"
        case .badList: "neither a folder nor a text file that lists images"
        case .tooFewImages(_, let found, let usable, let wanted):
            "only \(usable) of \(found) images can be used, but --count is \(wanted)"
        case .badCount(let count): "invalid count \(count)"
        case .badSize(let size):
            "invalid size \(size): expected sides of \(ImageSize.sides.lowerBound) to \(ImageSize.sides.upperBound) pixels"
        case .oddSize(let size): "invalid size \(size): NV12 requires even sides"
        case .occupied(_, let entry): "the folder contains '\(entry)', which repvit-convert did not create"
        case .badManifest(_, let reason): "cannot read the manifest: \(reason)"
        case .noSamples: "no samples found in this folder"
        case .badLabels(_, _, let reason): reason
        case .badArchive(_, let reason): "cannot read the archive: \(reason)"
        case .noArchiveLibrary: "unpacking needs libarchive, which is not installed"
        case .busy: "another process is writing this calibration data"
        case .sameName(let folders): "several inputs have the same folder: \(folders.joined(separator: ", "))"
        case .interrupted: "interrupted"
        }
    }

    package var fix: String? {
        switch self {
        case .noImages: "pass a folder with .jpg, .jpeg or .png files"
        case .badList: "pass a folder of images with --images"
        case .tooFewImages(_, _, let usable, _):
            usable > 0 ? "add images, or pass --count \(usable)" : "add JPEG or PNG images"
        case .badCount: "pass --count N with N of at least 1"
        case .badSize, .oddSize: "pass the side of the model's input, such as --size 224"
        case .occupied: "choose another output folder, or empty this one"
        case .badManifest: "run `repvit-convert calibration make` again"
        case .noSamples: "pass the folder of the tensors (cal_data_dir), or the folder of manifest.json"
        case .badLabels: "write an image and its class per line, a class number per line, or index, wnid and name"
        case .badArchive: "use a tar archive, plain or compressed with gzip or bzip2"
        case .noArchiveLibrary: "install it (Debian, Ubuntu: libarchive13)"
        case .busy: "wait until it has finished"
        case .sameName: "use distinct input names"
        case .interrupted: "run the command again to resume"
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

internal import InputContract
internal import Evaluation
internal import Imaging
internal import Support

/// Writes images with the classes that they show.
struct LabeledImages {
    private let folder: String
    private let inputs: [String]

    /// - Throws: ``FileError`` if the folder cannot be made.
    init(folder: String, inputs: [String]) throws {
        try Folder.create(folder)
        self.folder = folder
        self.inputs = inputs
    }

    /// Writes the whole image of a result, as PNG, with a line for each class.
    ///
    /// - Throws: `OverwriteError` if that would replace an input; errors of reading and writing.
    func write(_ result: Classification.Result, preset: Preset) throws {
        let path = Path.join(folder, Path.stem(result.path) + ".png")
        try OutputGuard.check(path, against: inputs)
        let image = try ImageDecoder.decode(path: result.path, options: preset.decoding)
        let lines = result.predictions.map { prediction in
            let percent = Int((prediction.probability * 100).rounded())
            return "\(percent)% \(prediction.name ?? "class \(prediction.index)")"
        }
        try AtomicFile.write(try PNGEncoder.encode(image.labeled(lines), path: path), to: path)
    }
}

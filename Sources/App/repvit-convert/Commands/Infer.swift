import ArgumentParser
import CalibrationData
import CompiledModel
import Evaluation
import Imaging
import InputContract
import ONNX
import ONNXOperators
import Reporting
import VendorTools

/// `infer`.
struct Infer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Classifies images: with a compiled model on the bit-exact simulator, or with a float one.",
        discussion: """
            Of a .bin, makes NV12 in the range that the model was built for, runs it on the vendor's simulator (about
            half a second an image), and prints the likeliest classes: the board gives the same numbers. A .onnx is
            computed here in float32, on RGB with ImageNet's mean and deviation: what quantization is compared with.

              repvit-convert infer RepViT_m0_9_224x224_nv12.bin cat.jpg dog.png --top 3
              repvit-convert infer repvit_m0_9.onnx cat.jpg
            """)

    @Argument(help: "The model: .bin or .onnx.", completion: .file(extensions: ["bin", "onnx"]))
    var model: String

    @Argument(help: "JPEG or PNG files.", completion: .file())
    var images: [String]

    @Option(help: "How many classes to print for each image.")
    var top = 5

    @Option(help: "How an image is brought to the model's size: a name or a YAML file, as for calibration make.")
    var preset = "timm"

    @Option(
        help: ArgumentHelp(
            "Names of the classes: index, wnid and name on each line, with tabs between. Default: ImageNet's, for 1000 classes.",
            valueName: "file"))
    var labels: String?

    @Option(help: "Of a .onnx: how many threads compute. Default: one for each core.")
    var threads: Int?

    @Option(
        name: .customLong("repeat"),
        help: "Of a .onnx: computes each image as many times, and says how long one takes.")
    var repetitions = 1

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard top >= 1 else { throw ValidationError("--top takes a number from 1.") }
        guard threads ?? 1 >= 1, repetitions >= 1 else {
            throw ValidationError("--threads and --repeat take numbers from 1.")
        }
        guard isFloat || threads == nil && repetitions == 1 else {
            throw ValidationError("--threads and --repeat are for a .onnx.")
        }
    }

    private var isFloat: Bool { model.lowercased().hasSuffix(".onnx") }

    private func names(classes count: Int?) throws -> [Int: String] {
        let classes =
            if let labels { try LabelsFile.read(path: labels) } else {
                count == ImageNetClasses.all.count ? ImageNetClasses.all : []
            }
        return Dictionary(classes.map { ($0.index, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    func run() async throws {
        let bar = ProgressBar()
        defer { bar.clear() }
        let preset = try Preset(nameOrPath: preset)
        if isFloat { return try runFloat(preset, bar) }
        let compiled = try BinModel(path: model)
        let inference = try Inference(
            model: compiled, environment: try Toolchain.locate(), preset: preset,
            names: try names(classes: compiled.classCount))
        let results = try await inference.run(images: images, count: top, progress: bar.handler)
        try printResults(results, engine: "simulator", range: inference.range.rawValue)
    }

    private func runFloat(_ preset: Preset, _ bar: ProgressBar) throws {
        let graph = try Model(contentsOf: model)
        let inference = try FloatInference(
            model: graph, path: model, preset: preset,
            normalization: FloatInference.Normalization(
                mean: Preprocessing.mean, standardDeviation: Preprocessing.standardDeviation),
            names: try names(classes: FloatInference.classCount(of: graph)), threads: threads)
        let (results, seconds) = try inference.run(
            images: images, count: top, repetitions: repetitions, progress: bar.handler)
        let milliseconds = repetitions > 1 ? seconds.sorted()[seconds.count / 2] * 1000 : nil
        try printResults(results, engine: "float", milliseconds: milliseconds)
        if let milliseconds {
            bar.clear()
            Terminal.note("\(Figure.decimal(milliseconds, places: 2)) ms an image (median of \(seconds.count))")
        }
    }

    private func printResults(
        _ results: [[Inference.Prediction]], engine: String, range: String? = nil, milliseconds: Double? = nil
    ) throws {
        switch output.format {
        case .json:
            let report = InferenceReport(
                engine: engine, model: model, preset: preset, range: range, milliseconds: milliseconds,
                images: zip(images, results).map { InferenceReport.Image(path: $0, predictions: $1) })
            Terminal.output(try JSONReport.encode(report))
        case .text:
            for (image, predictions) in zip(images, results) {
                var table = Table(
                    .right("rank"), .right("class"), .left("name"), .right("probability"), .right("logit"))
                for (rank, prediction) in predictions.enumerated() {
                    table.append(
                        String(rank + 1), String(prediction.index), prediction.name ?? "",
                        Figure.decimal(prediction.probability, places: 4),
                        Figure.decimal(Double(prediction.logit), places: 3))
                }
                Terminal.output("\(image)\n\(table.render())\n")
            }
        }
    }
}

/// `infer --format json`.
private struct InferenceReport: Encodable {
    struct Image: Encodable {
        struct Class: Encodable {
            let index: Int
            let name: String?
            let logit: Float
            let probability: Double
        }

        let path: String
        let predictions: [Class]

        init(path: String, predictions: [Inference.Prediction]) {
            self.path = path
            self.predictions = predictions.map {
                Class(index: $0.index, name: $0.name, logit: $0.logit, probability: $0.probability)
            }
        }
    }

    let schemaVersion = 1
    /// `simulator` or `float`.
    let engine: String
    let model: String
    let preset: String
    /// Of the NV12 that a compiled model was fed.
    let range: String?
    /// For one image, where it was measured.
    let milliseconds: Double?
    let images: [Image]
}

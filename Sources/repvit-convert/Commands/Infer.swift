import Primitives
import ArgumentParser
import CalibrationData
import Evaluation
import Reporting
import Toolchain

/// `infer`.
struct Infer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Classifies images with a compiled model, on the bit-exact simulator.",
        discussion: """
            Makes NV12 in the range that the model was built for, runs it on the vendor's simulator (about half a
            second an image), and prints the likeliest classes: the board gives the same numbers.

              repvit-convert infer RepViT_m0_9_224x224_nv12.bin cat.jpg dog.png --top 3
            """)

    @Argument(help: "The compiled model.", completion: .file(extensions: ["bin"]))
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

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard top >= 1 else { throw ValidationError("--top takes a number from 1.") }
    }

    private func names(for model: BinModel) throws -> [Int: String] {
        let classes =
            if let labels { try LabelsFile.read(path: labels) } else {
                model.classCount == ImageNetClasses.all.count ? ImageNetClasses.all : []
            }
        return Dictionary(classes.map { ($0.index, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    func run() async throws {
        let bar = ProgressBar()
        defer { bar.clear() }
        let compiled = try BinModel(path: model)
        let inference = try Inference(
            model: compiled, environment: try Toolchain.locate(), preset: try Preset(nameOrPath: preset),
            names: try names(for: compiled))
        let results = try await inference.run(images: images, count: top, progress: bar.handler)
        switch output.format {
        case .json:
            let report = InferenceReport(
                model: model, preset: preset, range: inference.range.rawValue,
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
    let engine = "simulator"
    let model: String
    let preset: String
    let range: String
    let images: [Image]
}

import ArgumentParser
import ConversionPipeline
import Diagnostics
import Downloads
import InputContract
import ONNX
import Support
package import RepViT
import Reporting

/// `export`: weights to a reparameterised ONNX model.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a variant's reparameterised ONNX model from its weights.",
        discussion: """
            Reads a safetensors file with timm's names, folds BatchNorm, parallel branches and the two classifier
            heads away in double precision, and writes opset 11: input `data` [1,3,S,S], output `output` [1,classes].

            Weights: a FILE; `hub` for timm's published ones (HF_ENDPOINT, HF_TOKEN); `seeded` for untrained ones.

            Example:

              repvit-convert export m0_9 --weights model.safetensors -o repvit_m0_9.onnx
            """)

    @Argument(help: "The variant: \(Variant.names).")
    var variant: Variant

    @Option(help: ArgumentHelp("A safetensors file, 'hub' or 'seeded'.", valueName: "file|hub|seeded"))
    var weights: PreparationOptions.Weights

    @Option(name: [.short, .customLong("output")], help: "The ONNX file to write.")
    var output: String

    @Option(help: "The seed of seeded weights.")
    var seed: UInt64 = 0

    @Option(help: "How many classes: seeded weights get so many, other weights must have them.")
    var numClasses: Int?

    @Option(help: "Height and width of the input in pixels, a multiple of \(InputSize.step).")
    var inputSize = Preprocessing.defaultInputSize

    @Option(help: "How long the hub's weights were trained: 300e or 450e.")
    var epochs = TrainingEpochs.epochs450

    @OptionGroup var outputOptions: OutputOptions

    func run() async throws {
        try InputSize.check(inputSize)
        let weights = try await loadWeights()
        for note in weights.notes { Terminal.note("note: \(note)") }
        let model = try RepViTExporter.export(
            weights, inputSize: inputSize, producerVersion: ToolVersion.current)
        try model.write(to: output)
        let summary = try ExportSummary(
            model: model, weights: weights, areTrained: self.weights != .seeded, inputSize: inputSize, path: output)
        switch outputOptions.format {
        case .json: Terminal.output(try JSONReport.encode(summary))
        case .text: Terminal.output(summary.table)
        }
    }

    private func loadWeights() async throws -> RepViTWeights {
        switch weights {
        case .seeded:
            Terminal.note(
                "warning: these weights are made from seed \(seed) and UNTRAINED: the model classifies nothing")
            return try RepViTWeights(
                seed: seed, variant: variant,
                head: ClassifierHead(classes: numClasses ?? 1000, isDistilled: true))
        case .hub:
            let bar = ProgressBar()
            defer { bar.clear() }
            let file = try await PublishedWeights(of: variant, epochs: epochs).download(progress: bar.handler)
            return try RepViTWeights(file: file.path, variant: variant, classes: numClasses)
        case .file(let path):
            return try RepViTWeights(file: path, variant: variant, classes: numClasses)
        }
    }
}

extension ExportSummary {
    fileprivate var table: String {
        var table = Table(.left("export"), .left(variant.rawValue))
        table.append("model", path)
        table.append("SHA-256", sha256)
        table.append("parameters", Figure.grouped(parameters))
        table.append("input", "[1, 3, \(inputSize), \(inputSize)]")
        table.append("classes", String(classes))
        table.append("opset, IR", "\(opset), \(irVersion)")
        table.append("weights", weights.areTrained ? weights.source : "\(weights.source), UNTRAINED")
        table.append("weights' SHA-256", weights.sha256)
        return table.render() + "\n"
    }
}

extension Variant: ExpressibleByArgument {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
extension TrainingEpochs: ExpressibleByArgument {}

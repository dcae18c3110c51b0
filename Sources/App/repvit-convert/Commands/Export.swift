import ArgumentParser
import ConversionPipeline
import Diagnostics
import Downloads
import InputContract
import ONNX
import Support
package import RepViT
import Reporting

/// `export`: weights to a reparameterized ONNX model.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Export a variant's weights as a reparameterized ONNX model.",
        discussion: """
            Reads a safetensors file with timm's names, folds BatchNorm, parallel branches and the two classifier \
            heads in double precision, and writes opset 11: input `data` [1,3,S,S], output `output` [1,classes].

            HF_ENDPOINT and HF_TOKEN apply to --weights hub.

              repvit-convert export m0_9 --weights model.safetensors -o m0_9.onnx
            """)

    @Argument(help: "Variant of RepViT.")
    var variant: Variant

    @Option(
        help: ArgumentHelp(
            "Weights: a safetensors file, hub (timm's published ones), or seeded (untrained).",
            valueName: "file|hub|seeded"),
        completion: .safetensors)
    var weights: PreparationOptions.Weights

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("ONNX file to write.", valueName: "file.onnx"), completion: .onnx)
    var output: String

    @Option(help: ArgumentHelp("Seed of seeded weights.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("Number of classes of seeded weights; checked for other weights.", valueName: "n"))
    var numClasses: Int?

    @Option(help: ArgumentHelp("Side of the square input, a multiple of \(InputSize.step).", valueName: "pixels"))
    var inputSize = InputSpecification.repViT.size.height

    @Option(help: "Training length of the hub's weights.")
    var epochs = TrainingEpochs.epochs450

    @OptionGroup var outputOptions: OutputOptions

    func run() async throws {
        let size = ImageSize(square: inputSize)
        try InputSize.check(size)
        if case .file(let path) = weights { try OutputGuard.check(output, against: [path]) }
        let weights = try await loadWeights()
        for note in weights.notes { Terminal.note("note: \(note)") }
        let model = try RepViTExporter.export(
            weights, size: size, producerVersion: ToolVersion.current)
        try model.write(to: output)
        let summary = try ExportSummary(
            model: model, weights: weights, areTrained: self.weights != .seeded, inputSize: inputSize, path: output)
        switch outputOptions.format {
        case .json: Terminal.output(try JSONReport.encode(summary))
        case .text: Terminal.output(summary.text)
        }
    }

    private func loadWeights() async throws -> RepViTWeights {
        switch weights {
        case .seeded:
            Terminal.note(
                "warning: THE WEIGHTS ARE UNTRAINED: generated from seed \(seed), the model recognizes nothing")
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

extension Variant: ExpressibleByArgument {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
extension TrainingEpochs: ExpressibleByArgument {}

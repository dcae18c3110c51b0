import ArgumentParser
import ConversionPipeline
import Diagnostics
import GraphPasses
import GraphRuntime
import Reporting

/// `simplify`: any exporter's graph as the BPU runs it fastest.
struct Simplify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Simplify an exported model for the BPU and check that its outputs stay the same.",
        discussion: """
            Folds BatchNorm, parallel branches and classifier heads, rewrites GELU and similar activations as the \
            compiler fuses them, and converts the model to opset 11. Both models then run on generated inputs (and \
            on --images). The result is written only if all outputs agree within --tolerance. Exits with 1 if they \
            do not, or if an operator has no equivalent in the opset.

              repvit-convert simplify exported.onnx -o repvit.onnx
              repvit-convert simplify exported.onnx -o repvit.onnx \\
                --images photos/ --input-shape data=1x3x256x256
              repvit-convert simplify model.onnx --in-place --target generic

            Passes, in order:

            \(Simplifier.passSummaries.map { "  \($0.name)\n      \($0.summary)" }.joined(separator: "\n"))
            """)

    @Argument(help: "ONNX model.", completion: .onnx)
    var model: String

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("ONNX file to write.", valueName: "file.onnx"), completion: .onnx)
    var output: String?

    @Flag(help: "Replace the model itself.")
    var inPlace = false

    @Option(help: "bayes-e: opset 11, as the vendor's compiler fuses best; generic: keep the opset.")
    var target: SimplificationTarget = .bayesE

    @Option(help: ArgumentHelp("Opset to write, 10 to 22.", valueName: "version"))
    var opset: Int?

    @Option(help: ArgumentHelp("Pass to skip; repeatable.", valueName: "pass"), completion: .passes)
    var skip: [String] = []

    @Option(help: ArgumentHelp("Run only this pass; repeatable.", valueName: "pass"), completion: .passes)
    var only: [String] = []

    @Option(help: ArgumentHelp("Override the shape of an input; repeatable.", valueName: "name=1x3x224x224"))
    var inputShape: [InputShapeArgument] = []

    @Option(
        help: ArgumentHelp("Also compare on images from this folder.", valueName: "folder"), completion: .directory)
    var images: String?

    @Option(help: ArgumentHelp("Number of images.", valueName: "n"))
    var count = 8

    @Option(help: ArgumentHelp("Seed of generated inputs and of the selection of images.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "Maximum relative difference, as a fraction of the output's largest value.", valueName: "x"))
    var tolerance = OutputComparison.defaultTolerance

    @OptionGroup var outputOptions: OutputOptions

    func validate() throws {
        guard (output != nil) != inPlace else {
            throw ValidationError("specify either -o FILE.onnx, or --in-place to replace the model")
        }
        guard tolerance > 0, tolerance.isFinite else { throw ValidationError("--tolerance must be greater than 0") }
        guard (1...10_000).contains(count) else { throw ValidationError("--count must be between 1 and 10000") }
    }

    func run() async throws {
        var simplifier = Simplifier(target: target)
        simplifier.opset = opset
        simplifier.skipped = Set(skip)
        simplifier.only = only.isEmpty ? nil : Set(only)
        simplifier.inputShapes = Dictionary(inputShape.map { ($0.name, $0.sizes) }, uniquingKeysWith: { $1 })
        var simplification = ModelSimplification(input: model, output: output ?? model, simplifier: simplifier)
        simplification.replacesInput = inPlace
        simplification.images = images
        simplification.imageCount = count
        simplification.seed = seed
        simplification.tolerance = tolerance
        let warnings = FindingPrinter()
        defer { warnings.finish() }
        let report = try await simplification.run(warn: warnings.print)
        switch outputOptions.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(report.text)
        }
        for finding in report.findings { Terminal.note(FindingRenderer(.text).render([finding])) }
        if let rejection = report.rejection {
            Terminal.note(rejection)
            throw ExitCode(ExitStatus.findings.rawValue)
        }
    }
}

/// `name=1x3x224x224`
struct InputShapeArgument: ExpressibleByArgument {
    var name: String
    var sizes: [Int]

    init?(argument: String) {
        guard let equals = argument.lastIndex(of: "="), equals > argument.startIndex else { return nil }
        let parts = argument[argument.index(after: equals)...].split(separator: "x", omittingEmptySubsequences: false)
        let sizes = parts.compactMap { Int($0) }
        guard sizes.count == parts.count, !sizes.isEmpty else { return nil }
        name = String(argument[..<equals])
        self.sizes = sizes
    }
}

extension CompletionKind {
    fileprivate static let passes = CompletionKind.list(Simplifier.passSummaries.map(\.name))
}

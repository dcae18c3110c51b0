import ArgumentParser
import ConversionPipeline
import Diagnostics
import GraphPasses
import GraphRuntime
import Reporting

/// `simplify`.
struct Simplify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Turns any exported model into the graph that the BPU runs fastest, and proves that it computes the same.",
        discussion: """
            Folds BatchNorm, parallel branches and classifier heads, writes GELU and its like as the compiler fuses them,
            and brings the model to opset 11. Both models are then run on made-up inputs (and on --images); the new one is
            written only if they agree within --tolerance of an output's largest value. Ends with 1 if they do not, or if
            an operator has no form in the opset.

              repvit-convert simplify exported.onnx -o repvit.onnx
              repvit-convert simplify exported.onnx -o repvit.onnx --images photos/ --input-shape data=1x3x256x256
              repvit-convert simplify model.onnx --in-place --target generic --skip merge-branches

            Passes, in their order:

            \(Simplifier.passSummaries.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))
            """)

    @Argument(help: "The ONNX file.", completion: .file(extensions: ["onnx"]))
    var model: String

    @Option(name: [.short, .customLong("output")], help: "The ONNX file to write.")
    var output: String?

    @Flag(help: "Replace the model itself.")
    var inPlace = false

    @Option(help: "bayes-e: opset 11 and the forms that the vendor's compiler fuses; generic: the model's own opset.")
    var target: SimplificationTarget = .bayesE

    @Option(help: "The opset to write, 10 to 22.")
    var opset: Int?

    @Option(help: ArgumentHelp("A pass that does not run; may be given again.", valueName: "pass"))
    var skip: [String] = []

    @Option(help: ArgumentHelp("The only pass that runs; may be given again.", valueName: "pass"))
    var only: [String] = []

    @Option(help: ArgumentHelp("Sizes of an input, instead of what the model says.", valueName: "name=1x3x224x224"))
    var inputShape: [InputShapeArgument] = []

    @Option(help: ArgumentHelp("A folder of photographs to compare on, too.", valueName: "folder"))
    var images: String?

    @Option(help: "How many of the photographs.")
    var count = 8

    @Option(help: "For made-up inputs, and for the choice of photographs.")
    var seed: UInt64 = 0

    @Option(help: "The largest difference that is taken, as a share of an output's largest value.")
    var tolerance = OutputComparison.defaultTolerance

    @OptionGroup var outputOptions: OutputOptions

    func validate() throws {
        guard (output != nil) != inPlace else {
            throw ValidationError("Name the file to write with -o, or say --in-place to replace the model.")
        }
        guard tolerance > 0, tolerance.isFinite else { throw ValidationError("--tolerance takes a number above 0.") }
        guard (1...10_000).contains(count) else { throw ValidationError("--count must be 1 to 10000.") }
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
        let renderer = FindingRenderer(.text)
        let report = try await simplification.run { Terminal.note(renderer.render([$0])) }
        switch outputOptions.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(report.text)
        }
        for finding in report.findings { Terminal.note(renderer.render([finding])) }
        guard report.isAccepted else {
            Terminal.note(report.refusal)
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

extension SimplificationReport {
    fileprivate var text: String {
        var text = models.render() + "\n"
        let busy = passes.filter { $0.rewrites > 0 }
        if !busy.isEmpty {
            var table = Table(.left("pass"), .right("rewrites"), .left("what it does"))
            for pass in busy { table.append(pass.name, Figure.grouped(pass.rewrites), pass.summary) }
            text += "\n" + table.render() + "\n"
        }
        guard samples > 0 else { return text }
        text += "\n" + outputs.table
        return text + "\nCompared on \(samples) inputs; a share up to \(Figure.scientific(tolerance)) is taken.\n"
    }

    private var models: Table {
        var table = Table(.left("model"), .right("before"), .right("after"))
        table.append("file size", Figure.grouped(input.bytes), Figure.grouped(output.bytes))
        table.append("parameters", Figure.grouped(input.parameters), Figure.grouped(output.parameters))
        table.append("multiply-accumulates", Self.known(input.macs), Self.known(output.macs))
        table.append("opset, IR", Self.version(input), Self.version(output))
        table.append("nodes", Figure.grouped(input.nodes), Figure.grouped(output.nodes))
        let names = Set(input.operators.keys).union(output.operators.keys)
        let counts = names.map { ($0, input.operators[$0] ?? 0, output.operators[$0] ?? 0) }
        for (name, before, after) in counts.sorted(by: { (-max($0.1, $0.2), $0.0) < (-max($1.1, $1.2), $1.0) }) {
            table.append("  \(name)", Figure.grouped(before), Figure.grouped(after))
        }
        return table
    }

    private static func known(_ value: Int?) -> String { value.map(Figure.grouped) ?? "unknown" }
    private static func version(_ side: Side) -> String {
        "\(side.opset.map(String.init) ?? "none"), \(side.irVersion)"
    }

    /// Why nothing was written.
    fileprivate var refusal: String {
        if findings.containErrors { return "error: the model cannot be made what was asked for; nothing is written" }
        let worst = outputs.max { $0.relative < $1.relative }
        return "error: the simplified model differs by \(Figure.scientific(worst?.relative ?? .infinity)) of "
            + "'\(worst?.name ?? "?")', more than \(Figure.scientific(tolerance)); nothing is written"
            + "\n  fix: find the pass with --only and --skip, and please report it"
    }
}

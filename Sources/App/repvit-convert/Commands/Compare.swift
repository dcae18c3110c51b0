import ArgumentParser
import Diagnostics
import ModelAnalysis
import ONNX
import Reporting

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares the structure of two models, and what they compute.",
        discussion: """
            Inputs and outputs, operators, parameters, and nodes, which are matched by operator and shape: names of nodes
            and the numbers in weights do not count. Ends with 1 if the models differ.

            With --numbers both models are run, and it ends with 1 if their outputs differ: the structure then does not
            count. --layers also names the first value inside that differs.

              repvit-convert compare before.onnx after.onnx
              repvit-convert compare before.onnx after.onnx --numbers --layers
            """)

    @Argument(help: "An ONNX file.", completion: .file(extensions: ["onnx"]))
    var first: String

    @Argument(help: "Another one.", completion: .file(extensions: ["onnx"]))
    var second: String

    @OptionGroup var numeric: NumericOptions

    @OptionGroup var output: OutputOptions

    func run() throws {
        let models = (try Model(contentsOf: first), try Model(contentsOf: second))
        let comparison = ModelComparison(models.0, models.1)
        let numbers = try numeric.compare(models.0, models.1)
        switch output.format {
        case .json:
            Terminal.output(
                try JSONReport.encode(ComparisonReport(comparison, numbers, first: first, second: second)))
        case .text:
            let text = ComparisonText(comparison, first: first, second: second).render()
            Terminal.output(text + (numbers.map { "\n" + $0.text } ?? ""))
        }
        if !(numbers?.isSame ?? comparison.isSame) { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}

/// The comparison for people to read.
private struct ComparisonText {
    private static let nodeLimit = 40

    let comparison: ModelComparison
    let first: String
    let second: String

    init(_ comparison: ModelComparison, first: String, second: String) {
        self.comparison = comparison
        self.first = first
        self.second = second
    }

    func render() -> String {
        var facts = Table(.left(""), .right(first), .right(second))
        let (a, b) = (comparison.first, comparison.second)
        facts.append("parameters", Figure.grouped(a.parameters), Figure.grouped(b.parameters))
        facts.append("multiply-accumulates", known(a.macs), known(b.macs))
        facts.append("nodes", Figure.grouped(a.nodes), Figure.grouped(b.nodes))
        facts.append("opset", a.opset.map(String.init) ?? "none", b.opset.map(String.init) ?? "none")
        facts.append("IR version", String(a.irVersion), String(b.irVersion))
        for change in comparison.inputs {
            facts.append("input \(change.name)", text(change.first), text(change.second))
        }
        for change in comparison.outputs {
            facts.append("output \(change.name)", text(change.first), text(change.second))
        }
        for change in comparison.operators {
            facts.append(change.name, String(change.first ?? 0), String(change.second ?? 0))
        }
        return facts.render() + "\n" + nodes() + (comparison.isSame ? "The structure is the same.\n" : "")
    }

    private func nodes() -> String {
        guard !comparison.nodes.isEmpty else { return "" }
        var lines = comparison.nodes.prefix(Self.nodeLimit).map { change in
            let sign =
                switch change.kind {
                case .removed: "-"
                case .added: "+"
                case .changed: "~"
                }
            return "\(sign) \(change.node)"
                + (change.details.isEmpty ? "" : ": " + change.details.joined(separator: ", "))
        }
        let rest = comparison.nodes.count - Self.nodeLimit
        if rest > 0 { lines.append("... and \(rest) more nodes (--format json lists all)") }
        return "\n" + lines.joined(separator: "\n") + "\n"
    }

    private func known(_ value: Int?) -> String { value.map(Figure.grouped) ?? "unknown" }

    private func text(_ type: ValueType??) -> String {
        guard let type else { return "missing" }
        return type?.description ?? "of unknown type"
    }
}

/// What `compare --format json` prints.
private struct ComparisonReport: Encodable {
    struct Side: Encodable {
        let path: String
        let parameters: Int
        let parameterBytes: Int
        let macs: Int?
        let nodes: Int
        let opset: Int?
        let irVersion: Int

        init(_ statistics: ModelStatistics, path: String) {
            self.path = path
            parameters = statistics.parameters
            parameterBytes = statistics.parameterBytes
            macs = statistics.macs
            nodes = statistics.nodes
            opset = statistics.opset
            irVersion = statistics.irVersion
        }
    }

    struct TypeChange: Encodable {
        let name: String
        /// `null` where the model has no such value.
        let first: String?
        let second: String?

        init(_ change: ModelComparison.Change<ValueType?>) {
            name = change.name
            first = change.first.map { $0?.description ?? "unknown" }
            second = change.second.map { $0?.description ?? "unknown" }
        }
    }

    struct OperatorChange: Encodable {
        let name: String
        let first: Int
        let second: Int
    }

    struct NodeEntry: Encodable {
        let change: String
        let node: String
        let details: [String]
    }

    let schemaVersion = 1
    let same: Bool
    let first: Side
    let second: Side
    let inputs: [TypeChange]
    let outputs: [TypeChange]
    let operators: [OperatorChange]
    let nodes: [NodeEntry]
    /// Missing if the models were not run.
    let numbers: NumericReport?

    init(_ comparison: ModelComparison, _ numbers: NumericReport?, first: String, second: String) {
        self.numbers = numbers
        same = comparison.isSame
        self.first = Side(comparison.first, path: first)
        self.second = Side(comparison.second, path: second)
        inputs = comparison.inputs.map(TypeChange.init)
        outputs = comparison.outputs.map(TypeChange.init)
        operators = comparison.operators.map {
            OperatorChange(name: $0.name, first: $0.first ?? 0, second: $0.second ?? 0)
        }
        nodes = comparison.nodes.map { NodeEntry(change: $0.kind.rawValue, node: $0.node, details: $0.details) }
    }
}

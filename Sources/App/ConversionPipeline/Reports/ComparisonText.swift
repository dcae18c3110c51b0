package import ModelAnalysis
internal import ONNX
internal import Reporting

/// What `compare` prints as text.
package struct ComparisonText {
    private static let nodeLimit = 40

    let comparison: ModelComparison
    let first: String
    let second: String

    package init(_ comparison: ModelComparison, first: String, second: String) {
        self.comparison = comparison
        self.first = first
        self.second = second
    }

    package func render() -> String {
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
        return facts.render() + "\n" + nodes() + (comparison.isSame ? "Same structure.\n" : "")
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
        if rest > 0 { lines.append("... and \(rest) more nodes (all in --format json)") }
        return "\n" + lines.joined(separator: "\n") + "\n"
    }

    private func known(_ value: Int?) -> String { value.map(Figure.grouped) ?? "unknown" }

    private func text(_ type: ValueType??) -> String {
        guard let type else { return "missing" }
        return type?.description ?? "unknown type"
    }
}

internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// The version of the file format is one that exists, and its rules are kept.
enum IRVersionCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "ir-version",
        summary: "the IR version exists, and the model keeps its rules",
        reason: """
            The IR version says by which rules the file itself is written. Without it, or with one that a reader does not \
            know, the rest cannot be relied on. Up to version 3 every initializer has to be an input of its graph as well.
            """,
        fix: "Export again; or set ir_version to one that both exporter and reader know (opset 11 goes with 6).",
        example: "ir_version: 3, with an initializer 'weight' that is not among graph.input")

    /// The newest version that this program knows (onnx 1.23).
    static let newest = 14

    static func findings(in context: CheckContext) -> [Finding] {
        let version = context.model.irVersion
        if version == 0 { return [rule.error("the model has no IR version", fix: "export it again")] }
        if version > newest {
            return [rule.error("IR version \(version) is newer than \(newest), the newest known here")]
        }
        guard version < 4 else { return [] }
        return context.graphs.compactMap { graph in
            let inputs = Set(graph.inputs.map(\.name))
            return graph.initializers.first { !inputs.contains($0.name) }.map { initializer($0.name, version) }
        }
    }

    static func initializer(_ name: String, _ version: Int) -> Finding {
        rule.error(
            "initializer '\(name)' is no input of the graph, as IR version \(version) asks for",
            fix: "state IR version 4 or later")
    }
}

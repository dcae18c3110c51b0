internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// The IR version exists, and the model follows its rules.
enum IRVersionRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "ir-version", .error, .standard,
        summary: "the IR version exists, and the model follows its rules",
        reason: """
            The IR version names the rules by which the file is written, and readers reject versions they do not know. \
            Up to version 3, every initializer must also be a graph input.
            """,
        fix: "Export again, or set ir_version to one that both exporter and reader support (6 for opset 11).",
        example: "ir_version: 3, and initializer 'weight' is not in graph.input")

    /// The newest version known (onnx 1.23).
    static let newest = 14

    static func findings(in context: CheckContext) -> [Finding] {
        let version = context.model.irVersion
        if version == 0 { return [error("the model has no IR version", fix: "export it again")] }
        if version > newest {
            return [error("IR version \(version) is newer than \(newest), the newest known version")]
        }
        guard version < 4 else { return [] }
        return context.graphs.compactMap { graph in
            let inputs = Set(graph.inputs.map(\.name))
            return graph.initializers.first { !inputs.contains($0.name) }.map { initializer($0.name, version) }
        }
    }

    static func initializer(_ name: String, _ version: Int) -> Finding {
        error(
            "initializer '\(name)' is not a graph input, which IR version \(version) requires",
            fix: "set ir_version to 4 or later")
    }
}

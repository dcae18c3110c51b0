internal import Diagnostics

/// The version of the file format is one that exists, and its rules are kept.
enum IRVersionCheck: ModelCheck {
    static let rule = "ir-version"
    /// The newest version that this program knows (onnx 1.23).
    static let newest = 14

    static func findings(in context: CheckContext) -> [Finding] {
        let version = context.model.irVersion
        if version < 1 { return [missing] }
        var findings = version > newest ? [unknown(version)] : []
        if version < 4 {
            let inputs = Set(context.model.graph.inputs.map(\.name))
            findings += context.model.graph.initializers.filter { !inputs.contains($0.name) }.prefix(1).map {
                initializer($0.name, version)
            }
        }
        return findings
    }

    static let missing = Finding(
        rule: rule, severity: .error, message: "the model has no IR version", fix: "export it again")

    static func unknown(_ version: Int) -> Finding {
        Finding(
            rule: rule, severity: .warning,
            message: "IR version \(version) is newer than \(newest), the newest known here")
    }

    static func initializer(_ name: String, _ version: Int) -> Finding {
        Finding(
            rule: rule, severity: .error,
            message: "initializer '\(name)' is no input of the graph, as IR version \(version) asks for",
            fix: "state IR version 4 or later")
    }
}

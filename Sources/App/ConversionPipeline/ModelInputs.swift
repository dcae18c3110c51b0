internal import Diagnostics
internal import InputContract
package import MapperYAML
internal import ModelChecks
internal import ONNX
internal import Support

/// What the linter needs to know about the model of a config.
package enum ModelInputs {
    /// The checks that concern hb_mapper and speed; the config's own rules check the inputs.
    private static let rules: Set<String> = [
        "mapper-opset", "mapper-ir-version", "unfused-batch-normalization", "broken-gelu",
    ]

    /// The inputs of a float model (graph inputs that are not initializers, with 0 for a dynamic size), and what makes
    /// hb_mapper reject it or compile it to slow code.
    @Sendable
    package static func read(_ path: String) -> Linter.ModelReading {
        guard case .file = FileStatus(of: path) else { return .unknown }
        let model: Model
        do {
            model = try Model(contentsOf: path)
        } catch {
            return .unreadable((error as any UserError).message)
        }
        let constants = Set(model.graph.initializers.map(\.name))
        let inputs = model.graph.inputs.filter { !constants.contains($0.name) }.map { input in
            ModelInput(name: input.name, shape: (input.type?.shape ?? []).map { $0.size ?? 0 })
        }
        let problems = GraphChecker(march: .bayesE).check(model, only: rules)
        // hb_mapper converts older opsets itself (measured with 9); only newer ones stop it.
        let isOld = (model.opset ?? 11) < 10
        return .known(inputs, problems: problems.filter { !isOld || $0.rule != "mapper-opset" })
    }
}

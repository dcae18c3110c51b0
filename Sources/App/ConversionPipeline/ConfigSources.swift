internal import CalibrationData
internal import Diagnostics
internal import InputContract
internal import ModelChecks
package import MapperYAML
internal import ONNX
internal import Support

/// Reads the files that a config names, for the linter.
package enum ConfigSources {
    package static let all = LintSources(model: model, manifest: manifest)

    /// The checks that concern hb_mapper and the speed; the config's own rules look at the inputs.
    private static let rules: Set<String> = [
        "mapper-opset", "mapper-ir-version", "unfused-batch-normalization", "broken-gelu",
    ]

    /// The inputs of a float model: graph inputs that are not initializers, with 0 for a dynamic size. And what makes
    /// hb_mapper reject it or the compiler generate slow code.
    @Sendable
    private static func model(_ path: String) -> ModelReading {
        guard case .file = FileStatus(of: path) else { return .unknown }
        let model: Model
        do {
            model = try Model(contentsOf: path)
        } catch {
            return .unreadable(error.userMessage)
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

    @Sendable
    private static func manifest(_ folder: String) -> DataManifest? {
        guard let facts = CalibrationManifest.Facts(folder: folder) else { return nil }
        return DataManifest(
            path: Path.join(folder, CalibrationManifest.fileName), nv12Range: facts.nv12Range,
            elementType: facts.elementType, layout: facts.layout, size: facts.imageSize)
    }
}

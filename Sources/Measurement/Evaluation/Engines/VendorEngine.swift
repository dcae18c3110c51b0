package import ONNX
internal import Support
package import VendorTools

/// Runs a quantized model in the vendor's own runtime: slow, and the judge of ``QuantizedEngine``.
package struct VendorEngine: ClassifierEngine {
    package let kind = EngineKind.vendor
    package let model: String
    package let inputs: [InputPort]
    package let classCount: Int?
    package let batch: Int

    private let runtime: VendorRuntime

    /// - Throws: ``EvaluationError/unsupportedModel(path:reason:)``, `ToolchainError`.
    package init(model: Model, path: String, environment: ToolchainEnvironment) throws {
        self.model = path
        inputs = try QuantizedInputs.ports(of: model, path: path)
        classCount = FloatEngine.classCount(of: model)
        batch = model.graph.realInputs.first?.type?.shape?.first?.size ?? 1
        runtime = try VendorRuntime(model: path, environment: environment)
    }

    package func logits(_ samples: [Sample]) async throws -> [[Float]] {
        var logits: [[Float]] = []
        for (run, count) in runs(samples) {
            let values = try await runtime.run(
                try inputs.map { port in try run.flatMap { try port.tensorBytes($0) } })
            logits += values.rows(batch).prefix(count)
        }
        return logits
    }
}

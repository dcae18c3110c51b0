internal import InputContract
package import ONNX
internal import QuantizedRuntime
internal import Support

/// Runs the quantized model that hb_mapper writes next to a `.bin`, with the integers that the BPU computes.
package struct QuantizedEngine: ClassifierEngine {
    package let kind = EngineKind.quantized
    package let model: String
    package let inputs: [InputPort]
    package let classCount: Int?
    package let batch: Int
    /// What is computed in float rather than with the BPU's integers.
    package var notes: [String] { program.notes }

    private let program: QuantizedProgram
    private let output: String

    /// Whether a model is one that hb_mapper has quantized.
    package static func runs(_ model: Model) -> Bool { model.graph.nodes.contains { $0.domain == "horizon" } }

    /// - Parameters:
    ///   - path: what errors call the model.
    ///   - workers: samples that are computed at the same time, each on one thread.
    /// - Throws: ``EvaluationError/unsupportedModel(path:reason:)`` for inputs of an unknown kind; `RuntimeError` for a
    ///   node that cannot be computed bit for bit.
    package init(model: Model, path: String, workers: Int = Cores.count) throws {
        program = try QuantizedProgram(model, workers: workers)
        guard let output = program.outputs.first, let first = program.inputs.first, let batch = first.shape.first else {
            throw EvaluationError.unsupportedModel(path: path, reason: "it has no inputs or no outputs")
        }
        self.model = path
        self.output = output.name
        self.batch = max(1, batch)
        classCount = output.shape.dropFirst().reduce(1, *)
        inputs = try QuantizedInputs.ports(of: model, path: path)
    }

    package func logits(_ samples: [Sample]) throws -> [[Float]] {
        try runs(samples).flatMap { run, count in
            var tensors: [String: Tensor] = [:]
            for (port, declared) in zip(inputs, program.inputs) {
                let bytes = try run.flatMap { try port.tensorBytes($0) }
                tensors[port.name] = Tensor(
                    name: port.name, shape: declared.shape, elementType: declared.elementType,
                    data: .raw(ByteView(bytes)))
            }
            let values = try program.run(tensors)[output]?.floats() ?? []
            return values.rows(batch).prefix(count)
        }
    }
}

internal import GraphRuntime
internal import InputContract
package import ONNX
internal import ONNXOperators
internal import Support
internal import Synchronization

/// Runs a float model on this machine.
package final class FloatEngine: ClassifierEngine {
    package let kind = EngineKind.float
    package let model: String
    package let inputs: [InputPort]
    package let classCount: Int?
    package let batch: Int

    private let graph: Model
    private let output: String
    private let options: ExecutorOptions
    /// Idle executors; each has prepared weights of its own, and runs one image at a time.
    private let idle: Mutex<[Executor]>

    /// - Parameters:
    ///   - path: what errors call the model.
    ///   - convention: what the network expects of an image.
    ///   - threads: of one image.
    /// - Throws: ``EvaluationError/unsupportedModel(path:reason:)``, `RuntimeError`.
    package init(model: Model, path: String, convention: ImageConvention, threads: Int = 1) throws {
        guard let output = model.graph.outputs.first else {
            throw EvaluationError.unsupportedModel(path: path, reason: "it has no outputs")
        }
        var batch: Int?
        inputs = try model.graph.realInputs.map { input in
            guard case .tensor(.float, let stated?) = input.type, !stated.isEmpty else {
                throw EvaluationError.unsupportedModel(
                    path: path, reason: "input '\(input.name)' is not a float tensor")
            }
            // A size that the model leaves open is a batch, or follows from the contract.
            let assumed = stated.count == 4 ? [1, 1, convention.size.height, convention.size.width] : nil
            let shape = stated.enumerated().map { $1.size ?? assumed?[$0] ?? 1 }
            let size = stated[0].size ?? 1
            guard size >= 1, batch ?? size == size else {
                throw EvaluationError.unsupportedModel(path: path, reason: "its inputs differ in their batch")
            }
            batch = size
            return convention.port(named: input.name, shape: [1] + shape.dropFirst())
        }
        guard !inputs.isEmpty else { throw EvaluationError.unsupportedModel(path: path, reason: "it has no inputs") }
        self.batch = batch ?? 1
        self.model = path
        self.output = output.name
        classCount = Self.classCount(of: model)
        graph = model
        options = ExecutorOptions(threads: threads)
        idle = Mutex([try Executor(model, options: options)])
    }

    /// How many classes a model says that it tells apart; `nil` if it does not.
    package static func classCount(of model: Model) -> Int? {
        guard let shape = model.graph.outputs.first?.type?.shape, shape.count >= 2 else { return nil }
        let sizes = shape.dropFirst().map(\.size)
        return sizes.contains(nil) ? nil : sizes.compactMap(\.self).reduce(1, *)
    }

    package func logits(_ samples: [Sample]) throws -> [[Float]] {
        let executor = try idle.withLock { $0.popLast() } ?? Executor(graph, options: options)
        defer { idle.withLock { $0.append(executor) } }
        return try runs(samples).flatMap { run, count in
            var tensors: [String: Tensor] = [:]
            for port in inputs {
                tensors[port.name] = Tensor(
                    shape: [batch] + port.shape.dropFirst(), floats: try run.flatMap { try port.floats($0) })
            }
            let values = try executor.run(tensors)[output]?.floats() ?? []
            return values.rows(batch).prefix(count)
        }
    }
}

extension [Float] {
    /// The elements in so many parts of equal length.
    func rows(_ count: Int) -> [[Float]] {
        let length = self.count / Swift.max(count, 1)
        return (0..<count).map { Array(self[$0 * length..<($0 + 1) * length]) }
    }
}

internal import Diagnostics
package import ONNX

/// Runs two models on the same inputs and compares what they give.
package struct OutputComparison: Sendable {
    /// Differences up to this share of an output's largest element are what another order of additions can make.
    ///
    /// Measured in onnxruntime as a share of the largest logit: timm's own `fuse()` moves a seeded m0_9 by 1e-5 and a seeded
    /// m2_3, which is deep and has never been trained, by 1.6e-4. A pass that is wrong moves a model by far more.
    package static let defaultTolerance = 5e-4

    private let first: Executor
    private let second: Executor
    private let firstModel: Model
    private let secondModel: Model
    private let names: (first: String, second: String)

    /// - Parameter names: what messages call the two.
    /// - Throws: ``ComparisonError/runtime(_:which:)`` if one of them cannot be run; `outputs` if they do not have as
    ///   many inputs and outputs.
    package init(
        _ first: Model, _ second: Model,
        names: (first: String, second: String) = ("the original", "the simplified model")
    ) throws {
        self.names = names
        firstModel = first
        secondModel = second
        self.first = try Self.executor(first, names.first)
        self.second = try Self.executor(second, names.second)
        guard first.graph.outputs.count == second.graph.outputs.count else {
            throw ComparisonError.outputs(
                "\(names.first) has \(first.graph.outputs.count) outputs, \(names.second) \(second.graph.outputs.count)"
            )
        }
    }

    private static func executor(_ model: Model, _ name: String) throws -> Executor {
        do {
            return try Executor(model)
        } catch let error as any UserError {
            throw ComparisonError.runtime(error, which: name)
        }
    }

    /// The differences of all outputs, by their place in the graph, over all samples; inputs are matched by name, and
    /// where names differ by place.
    package func outputs(on samples: [[String: Tensor]]) throws -> [TensorDifference] {
        var worst: [TensorDifference] = []
        for sample in samples {
            let left = try run(first, sample, names.first)
            let right = try run(second, renamed(sample), names.second)
            for (index, (a, b)) in zip(firstModel.graph.outputs, secondModel.graph.outputs).enumerated() {
                guard let x = left[a.name], let y = right[b.name] else {
                    throw ComparisonError.outputs("output '\(a.name)' is missing")
                }
                let difference = try TensorDifference(a.name, x, y)
                if index < worst.count {
                    worst[index] = worst[index].worse(difference)
                } else {
                    worst.append(difference)
                }
            }
        }
        return worst
    }

    /// Runs both on a sample and looks at every value on the way, in the order of the first model. A value is compared with
    /// that of the same name and shape; where there is none, with one of the same shape and nearly the same numbers.
    package func layers(
        on sample: [String: Tensor], tolerance: Double = OutputComparison.defaultTolerance
    ) throws -> LayerComparison {
        let left = try all(first, firstModel, sample, names.first)
        let right = try all(second, secondModel, renamed(sample), names.second)
        return try LayerComparison(firstModel, left, right, tolerance: tolerance)
    }

    private func all(
        _ executor: Executor, _ model: Model, _ sample: [String: Tensor], _ name: String
    ) throws -> [String: Tensor] {
        let values = model.graph.nodes.flatMap(\.outputs).filter { !$0.isEmpty }
        return try run(executor, sample, name, keeping: Set(values))
    }

    private func renamed(_ sample: [String: Tensor]) -> [String: Tensor] {
        let names = inputs
        var renamed: [String: Tensor] = [:]
        for (name, tensor) in sample { renamed[names[name] ?? name] = tensor }
        return renamed
    }

    /// What the second model calls the inputs of the first.
    private var inputs: [String: String] {
        let (left, right) = (firstModel.graph.realInputs.map(\.name), secondModel.graph.realInputs.map(\.name))
        guard Set(left) != Set(right) else { return [:] }
        return Dictionary(zip(left, right), uniquingKeysWith: { first, _ in first })
    }

    private func run(
        _ executor: Executor, _ sample: [String: Tensor], _ name: String, keeping names: Set<String>? = nil
    ) throws -> [String: Tensor] {
        do {
            guard let names else { return try executor.run(sample) }
            return try executor.run(sample, keeping: names)
        } catch let error as any UserError {
            throw ComparisonError.runtime(error, which: name)
        }
    }
}

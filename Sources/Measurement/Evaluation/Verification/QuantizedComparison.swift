package import GraphRuntime
package import ONNX
internal import QuantizedRuntime
internal import Support

/// Computes two quantized models on the same images, with the integers of the BPU.
package struct QuantizedComparison: Sendable {
    private let models: [Model]
    /// What both models read, each under its own name and in its own range.
    package let inputs: [NV12Input]

    /// Whether a model is one that hb_mapper has quantized.
    package static func runs(_ model: Model) -> Bool { model.graph.nodes.contains { $0.domain == "horizon" } }

    /// - Throws: ``ComparisonError/outputs(_:)`` if one of them does not read one NV12 image, or they have not as many
    ///   outputs or not the same size.
    package init(_ first: Model, _ second: Model) throws {
        models = [first, second]
        inputs = models.compactMap(NV12Input.init)
        guard models.allSatisfy(Self.runs), inputs.count == 2 else {
            throw ComparisonError.outputs(
                "a quantized model is compared with another one, and both read one NV12 image")
        }
        guard inputs[0].height == inputs[1].height, inputs[0].width == inputs[1].width else {
            throw ComparisonError.outputs(
                "the first model reads \(inputs[0].width)x\(inputs[0].height), the second "
                    + "\(inputs[1].width)x\(inputs[1].height)")
        }
        guard first.graph.outputs.count == second.graph.outputs.count else {
            throw ComparisonError.outputs(
                "the first model has \(first.graph.outputs.count) outputs, the second \(second.graph.outputs.count)")
        }
    }

    /// The differences of all outputs, by their place in the graph, over all samples.
    ///
    /// - Parameter samples: for each, what the first and what the second model reads.
    /// - Throws: `RuntimeError` for a node that cannot be computed bit for bit.
    package func outputs(on samples: [[Tensor]]) throws -> [TensorDifference] {
        let programs = try models.map { try QuantizedProgram($0, workers: Cores.count) }
        var values: [[[String: Tensor]]] = []
        for (index, program) in programs.enumerated() {
            values.append(try program.run(batch: samples.map { [inputs[index].name: $0[index]] }))
        }
        var worst: [TensorDifference] = []
        for (left, right) in zip(values[0], values[1]) {
            for (index, pair) in zip(models[0].graph.outputs, models[1].graph.outputs).enumerated() {
                guard let x = left[pair.0.name], let y = right[pair.1.name] else { continue }
                let difference = try TensorDifference(pair.0.name, x, y)
                if index < worst.count {
                    worst[index] = worst[index].worse(difference)
                } else {
                    worst.append(difference)
                }
            }
        }
        return worst
    }

    /// Looks at every value on the way, in the order of the first model, and compares those of the same name.
    ///
    /// - Throws: as ``outputs(on:)``.
    package func layers(on sample: [Tensor], tolerance: Double) throws -> LayerComparison {
        let values = try models.indices.map { index in
            let names = models[index].graph.nodes.flatMap(\.outputs).filter { !$0.isEmpty }
            return try QuantizedProgram(models[index], keeping: Set(names)).run([inputs[index].name: sample[index]])
        }
        return try LayerComparison(models[0], values[0], values[1], tolerance: tolerance)
    }
}

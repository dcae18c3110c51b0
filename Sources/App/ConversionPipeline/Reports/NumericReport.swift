package import InputContract
internal import Evaluation
internal import GraphRuntime
internal import Imaging
package import ONNX
internal import Reporting

/// How much the outputs of two models differ.
package struct NumericReport: Encodable {
    let samples: Int
    let tolerance: Double
    let outputs: [TensorDifference]
    let layers: LayerComparison?

    /// Runs both models on the same generated inputs.
    ///
    /// - Parameter findsFirstDifference: whether to compare intermediate values too.
    package init(
        _ first: Model, _ second: Model, samples count: Int, seed: UInt64, tolerance: Double,
        findsFirstDifference: Bool
    ) throws {
        let comparison = try OutputComparison(first, second, names: ("the first model", "the second model"))
        let inputs = try SampleInputs.make(for: first, count: count, seed: seed)
        samples = count
        self.tolerance = tolerance
        outputs = try comparison.outputs(on: inputs)
        layers = findsFirstDifference ? try comparison.layers(on: inputs[0], tolerance: tolerance) : nil
    }

    /// Runs two quantized models on images, as the BPU computes them.
    ///
    /// - Parameters:
    ///   - paths: of the images; without any, `count` generated ones take their place.
    package init(
        quantized first: Model, _ second: Model, images paths: [String], preset: Preset, samples count: Int,
        seed: UInt64, tolerance: Double, findsFirstDifference: Bool
    ) throws {
        let comparison = try QuantizedComparison(first, second)
        let inputs =
            paths.isEmpty
            ? (0..<count).map { index in comparison.inputs.compactMap { $0.noise(seed: seed &+ UInt64(index)) } }
            : try paths.map { path in try comparison.inputs.map { try $0.tensor(imageFile: path, preset: preset) } }
        samples = inputs.count
        self.tolerance = tolerance
        outputs = try comparison.outputs(on: inputs)
        layers = findsFirstDifference ? try comparison.layers(on: inputs[0], tolerance: tolerance) : nil
    }

    package var isSame: Bool { outputs.allSatisfy { $0.relative <= tolerance } }

    package var text: String {
        var text = outputs.table + outputs.conclusion(samples: samples, tolerance: tolerance)
        guard let layers else { return text }
        text += "\n\(layers.compared) intermediate values were compared; \(layers.unmatched) have no counterpart.\n"
        guard let first = layers.firstDifference else { return text + "All compared values agree.\n" }
        if let last = layers.lastAgreement { text += "Last value that agrees: '\(last)'.\n" }
        return text + "First value that differs: '\(first.difference.name)' of \(first.node), by "
            + "\(Figure.scientific(first.difference.maximum)) "
            + "(\(Figure.scientific(first.difference.relative)) of its largest element).\n"
    }
}

extension [TensorDifference] {
    /// A row for each output.
    var table: String {
        var table = Table(
            .left("output"), .right("largest value"), .right("largest difference"), .right("relative"),
            .right("cosine"))
        for output in self {
            table.append(
                output.name, Figure.scientific(output.largest), Figure.scientific(output.maximum),
                Figure.scientific(output.relative), Figure.decimal(output.cosine, places: 9))
        }
        return table.render() + "\n"
    }

    /// On how many inputs the models were compared, and how strictly.
    func conclusion(samples: Int, tolerance: Double) -> String {
        "Compared on \(samples) inputs; tolerance: \(Figure.scientific(tolerance)) of the largest output value.\n"
    }
}

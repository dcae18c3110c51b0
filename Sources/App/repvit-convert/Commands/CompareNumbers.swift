import ArgumentParser
import Diagnostics
import GraphRuntime
import ONNX
import Reporting

/// The part of `compare` that runs the models.
struct NumericOptions: ParsableArguments {
    @Flag(help: "Run both models on the same made-up inputs and compare their outputs.")
    var numbers = false

    @Flag(help: "Look for the first value inside that differs, too.")
    var layers = false

    @Option(help: "How many inputs.")
    var count = 2

    @Option(help: "For the made-up inputs.")
    var seed: UInt64 = 0

    @Option(help: "The largest difference that is taken, as a share of an output's largest value.")
    var tolerance = OutputComparison.defaultTolerance

    func validate() throws {
        guard (1...10_000).contains(count) else { throw ValidationError("--count must be 1 to 10000.") }
        guard tolerance > 0, tolerance.isFinite else { throw ValidationError("--tolerance takes a number above 0.") }
    }

    var isNeeded: Bool { numbers || layers }

    /// `nil` if nothing was asked for.
    func compare(_ first: Model, _ second: Model) throws -> NumericReport? {
        guard isNeeded else { return nil }
        let comparison = try OutputComparison(first, second, names: ("the first model", "the second model"))
        let samples = try SampleInputs.make(for: first, count: count, seed: seed)
        return NumericReport(
            samples: count, tolerance: tolerance, outputs: try comparison.outputs(on: samples),
            layers: layers ? try comparison.layers(on: samples[0], tolerance: tolerance) : nil)
    }
}

/// How far two models are apart in what they compute.
struct NumericReport: Encodable {
    var samples: Int
    var tolerance: Double
    var outputs: [TensorDifference]
    var layers: LayerComparison?

    var isSame: Bool { outputs.allSatisfy { $0.relative <= tolerance } }

    var text: String {
        var text =
            outputs.table + "Compared on \(samples) inputs; a share up to \(Figure.scientific(tolerance)) is taken.\n"
        guard let layers else { return text }
        text += "\n\(layers.compared) values inside have a counterpart, \(layers.unmatched) have none.\n"
        guard let first = layers.firstDifference else { return text + "All that have one agree.\n" }
        if let last = layers.lastAgreement { text += "The last one that agrees is '\(last)'.\n" }
        return text + "The first one that differs is '\(first.difference.name)' of \(first.node): by "
            + "\(Figure.scientific(first.difference.maximum)), \(Figure.scientific(first.difference.relative)) of its largest.\n"
    }
}

extension [TensorDifference] {
    /// A row for each output.
    var table: String {
        var table = Table(
            .left("output"), .right("largest value"), .right("largest difference"), .right("share"), .right("cosine"))
        for output in self {
            table.append(
                output.name, Figure.scientific(output.largest), Figure.scientific(output.maximum),
                Figure.scientific(output.relative), Figure.decimal(output.cosine, places: 9))
        }
        return table.render() + "\n"
    }
}

import InputContract
import ArgumentParser
import CalibrationData
import ConversionPipeline
import Diagnostics
import Evaluation
import GraphRuntime
import Imaging
import ONNX
import Reporting
import Support

/// The options of `compare` that run the models.
struct NumericOptions: ParsableArguments {
    @Flag(help: "Run both models on the same generated inputs and compare their outputs.")
    var numbers = false

    @Flag(help: "Also find the first intermediate value that differs; implies --numbers.")
    var layers = false

    @Option(help: ArgumentHelp("Number of generated inputs.", valueName: "n"))
    var count = 2

    @Option(help: ArgumentHelp("Seed of the generated inputs.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "Maximum relative difference, as a fraction of the output's largest value.", valueName: "x"))
    var tolerance = OutputComparison.defaultTolerance

    @Option(
        help: ArgumentHelp(
            "Run on the images of this folder instead (quantized models only).", valueName: "folder"),
        completion: .directory)
    var images: String?

    func validate() throws {
        guard (1...10_000).contains(count) else { throw ValidationError("--count must be between 1 and 10000") }
        guard tolerance > 0, tolerance.isFinite else { throw ValidationError("--tolerance must be greater than 0") }
    }

    /// `nil` if neither --numbers nor --layers was given.
    func compare(_ first: Model, _ second: Model) throws -> NumericReport? {
        guard numbers || layers else { return nil }
        if QuantizedComparison.runs(first) || QuantizedComparison.runs(second) {
            let paths = try images.map { path in
                let source = ImageSource(path: path)
                return try source.candidates(excluding: []) { Terminal.note($0.message) }
                    .map { Path.join(source.base, $0) }
            }
            return try NumericReport(
                quantized: first, second, images: paths ?? [], preset: .timm, samples: count, seed: seed,
                tolerance: tolerance, findsFirstDifference: layers)
        }
        guard images == nil else { throw ValidationError("--images is for quantized models") }
        return try NumericReport(
            first, second, samples: count, seed: seed, tolerance: tolerance, findsFirstDifference: layers)
    }
}

package import Diagnostics
package import Evaluation
internal import InputContract
package import ONNX
internal import QuantizedRuntime
internal import Support

/// Explains a calibrated model on some images.
package struct ExplanationRun: Sendable {
    /// How many images each measurement uses.
    package struct Depth: Sendable, Hashable {
        /// For own errors.
        package var own: Int
        /// For the errors of weights, and of all nodes but one.
        package var converse: Int

        package init(own: Int = 32, converse: Int = 8) {
            (self.own, self.converse) = (own, converse)
        }
    }

    package let structure: CalibratedStructure
    private let model: Model
    private let output: String
    private let float: FloatEngine
    private let input: CalibratedInput
    private let depth: Depth
    private let lanes: Int

    /// - Parameter model: the calibrated one.
    /// - Throws: ``ExplanationError``, `RuntimeError`.
    package init(
        _ model: Model, float: FloatEngine, input: CalibratedInput, depth: Depth = Depth(), lanes: Int = Cores.count
    ) throws {
        guard let output = model.graph.outputs.first?.name else { throw ExplanationError.noLogits }
        structure = try CalibratedStructure(model, try CalibratedProgram(model, threads: 1))
        self.model = model
        self.output = output
        self.float = float
        self.input = input
        self.depth = depth
        self.lanes = max(1, lanes)
    }

    /// Measures the errors on each image; the result does not depend on which core was faster.
    ///
    /// - Throws: as the engines and the loader; `CancellationError`.
    package func run(
        target: String, preset: String, source: String, images: [String], loader: SampleLoader,
        progress: @escaping Progress.Handler
    ) async throws -> Explanation {
        let own = Self.spread(depth.own, over: images.count)
        let converse = Set(Self.spread(depth.converse, over: own.count).map { own.sorted()[$0] })
        var sums: [ErrorSums?] = Array(repeating: nil, count: images.count)
        let workers = min(lanes, images.count)
        try await withThrowingTaskGroup(of: (Int, ErrorMeasurement, ErrorSums).self) { group in
            var next = 0
            func start(_ measurement: ErrorMeasurement) {
                let index = next
                guard index < images.count else { return }
                next += 1
                group.addTask {
                    try Task.checkCancellation()
                    var parts: ErrorMeasurement.Depth = []
                    if own.contains(index) { parts.insert(.own) }
                    if converse.contains(index) { parts.insert(.converseAndWeights) }
                    return (index, measurement, try measurement.measure(try inputs(images[index], loader), parts))
                }
            }
            for _ in 0..<workers {
                start(try ErrorMeasurement(model, structure: structure, output: output))
            }
            var done = 0
            while let (index, measurement, found) = try await group.next() {
                sums[index] = found
                done += 1
                progress(Progress("measuring errors", completed: done, total: images.count))
                start(measurement)
            }
        }
        var total = ErrorSums(points: structure.points.count, weights: structure.weights.count)
        for case let found? in sums { total.add(found) }
        return Explanation(
            target: target,
            images: Explanation.Images(
                source: source, preset: preset, cumulative: images.count, own: own.count, converse: converse.count),
            range: input.range, totals: Self.totals(total), input: [], layers: layers(total))
    }

    /// Indices, evenly spread.
    static func spread(_ count: Int, over total: Int) -> Set<Int> {
        let count = min(max(count, 0), total)
        return Set((0..<count).map { $0 * total / count })
    }

    private func inputs(_ path: String, _ loader: SampleLoader) throws -> ErrorMeasurement.Inputs {
        let sample = try loader.load(path)
        guard let image = sample.image, let logits = try float.logits([sample]).first else {
            throw ExplanationError.input(path: path)
        }
        let other: NV12Range? = input.range.map { $0 == .full ? .video : .full }
        return ErrorMeasurement.Inputs(
            float: logits, calibrated: try input.tensors(image),
            otherRange: try other.map { try input.tensors(image, range: $0) })
    }

    private static func totals(_ sums: ErrorSums) -> Explanation.Totals {
        let noises = [sums.chroma, sums.weightsAlone, sums.activationsAlone].map(\.noiseRatio)
        let noise = max(noises.reduce(0, +), .leastNormalMagnitude)
        return Explanation.Totals(
            allDb: sums.total.sqnr, chromaDb: sums.chroma.sqnr, otherRangeDb: sums.otherRange.sqnr,
            weightsDb: sums.weightsAlone.sqnr, activationsDb: sums.activationsAlone.sqnr,
            chromaShare: noises[0] / noise, weightsShare: noises[1] / noise, activationsShare: noises[2] / noise)
    }

    private func layers(_ sums: ErrorSums) -> [Explanation.Layer] {
        let diagnosis = Diagnosis(structure)
        let weights = Dictionary(
            structure.weights.enumerated().map { ($1.name, ($0, $1)) }, uniquingKeysWith: { first, _ in first })
        var layers: [Explanation.Layer] = []
        var seen: Set<String> = []
        func append(_ name: String) {
            guard let (index, weight) = weights[name], seen.insert(name).inserted else { return }
            layers.append(
                Explanation.Layer(
                    name: name, operatorType: weight.consumer.operatorType, part: .weights,
                    value: weight.calibration.input, ownDb: sums.weights[index].sqnr,
                    ownCosine: sums.weights[index].cosine,
                    threshold: Double(weight.calibration.thresholds.max() ?? 0),
                    precision: weight.calibration.precision?.rawValue ?? "float32", cause: diagnosis.cause(of: weight)))
        }
        for (index, point) in structure.points.enumerated() {
            append(point.name)
            layers.append(
                Explanation.Layer(
                    name: point.name, operatorType: point.producer?.operatorType ?? "", part: .activation,
                    value: point.calibration.input, cumulativeDb: sums.cumulative[index].sqnr,
                    localDb: sums.local[index].sqnr, ownDb: sums.own[index].sqnr, ownCosine: sums.own[index].cosine,
                    withoutDb: sums.converse[index].sqnr,
                    threshold: Double(point.calibration.thresholds.max() ?? 0),
                    precision: point.calibration.precision?.rawValue ?? "float32",
                    cause: diagnosis.cause(
                        of: point, sums.statistics[index], noise: sums.local[index].noise)))
        }
        for weight in structure.weights { append(weight.name) }
        return layers
    }
}

package import Diagnostics
internal import GraphRuntime
internal import Imaging
package import ONNX
internal import ONNXOperators
package import InputContract

/// Classifies images with a float model, on this machine.
package struct FloatInference: Sendable {
    /// What the network takes off each channel (R, G, B of 0...1), and what it divides by.
    package struct Normalization: Sendable, Hashable {
        package var mean: [Double]
        package var standardDeviation: [Double]

        /// - Precondition: three of each, deviations not 0.
        package init(mean: [Double], standardDeviation: [Double]) {
            precondition(mean.count == 3 && standardDeviation.count == 3 && !standardDeviation.contains(0))
            self.mean = mean
            self.standardDeviation = standardDeviation
        }
    }

    private let executor: Executor
    private let preset: Preset
    private let normalization: Normalization
    private let names: [Int: String]
    private let input: String
    private let output: String
    /// The side of the images that the model takes.
    package let size: Int

    /// - Parameters:
    ///   - path: what errors call the model.
    ///   - names: of the classes, by index; some or all may be missing.
    ///   - threads: `nil`: one for each core.
    /// - Throws: ``EvaluationError/unsupportedModel(path:reason:)``, `RuntimeError`.
    package init(
        model: Model, path: String, preset: Preset, normalization: Normalization, names: [Int: String] = [:],
        threads: Int? = nil
    ) throws {
        let constants = Set(model.graph.initializers.map(\.name))
        let inputs = model.graph.inputs.filter { !constants.contains($0.name) }
        guard inputs.count == 1, case .tensor(.float, let stated?) = inputs[0].type, stated.count == 4,
            stated[1].size == 3, let output = model.graph.outputs.first
        else {
            throw EvaluationError.unsupportedModel(path: path, reason: "its input is not one float image of 3 channels")
        }
        guard let size = stated[2].size, stated[3].size == size, ImageSize.sides.contains(size) else {
            throw EvaluationError.unsupportedModel(
                path: path, reason: "its input is \(stated[3])x\(stated[2]), not a square")
        }
        guard stated[0].size ?? 1 == 1 else {
            throw EvaluationError.unsupportedModel(path: path, reason: "it takes \(stated[0]) images at a time")
        }
        executor = try Executor(model, options: ExecutorOptions(threads: threads))
        self.preset = preset
        self.normalization = normalization
        self.names = names
        self.size = size
        input = inputs[0].name
        self.output = output.name
    }

    /// How many classes a model says that it tells apart; `nil` if it does not.
    package static func classCount(of model: Model) -> Int? { model.graph.outputs.first?.type?.shape?.last?.size }

    /// The likeliest classes of each image, the likeliest first.
    ///
    /// - Parameters:
    ///   - images: paths of JPEG or PNG files.
    ///   - count: how many classes for each.
    ///   - repetitions: how many times each image is computed, to measure how long that takes.
    /// - Throws: `ImageError` for the first image that cannot be read, `RuntimeError`.
    package func run(
        images: [String], count: Int, repetitions: Int = 1, progress: @escaping Progress.Handler
    ) throws -> (predictions: [[Inference.Prediction]], seconds: [Double]) {
        var predictions: [[Inference.Prediction]] = []
        var seconds: [Double] = []
        for (index, path) in images.enumerated() {
            let tensor = try tensor(of: path)
            var logits: [Float] = []
            for _ in 0..<max(1, repetitions) {
                let clock = ContinuousClock()
                let start = clock.now
                logits = try self.logits(tensor)
                seconds.append((clock.now - start) / .seconds(1))
            }
            predictions.append(Inference.predictions(from: logits, count: count, names: names))
            progress(Progress("classifying images", completed: index + 1, total: images.count))
        }
        return (predictions, seconds)
    }

    private func logits(_ image: Tensor) throws -> [Float] {
        let results = try executor.run([input: image])
        return try results[output]?.floats() ?? []
    }

    /// `[1, 3, size, size]`, normalised.
    private func tensor(of path: String) throws -> Tensor {
        let image = try preset.load(path: path, size: ImageSize(square: size))
        var elements = RGBCHW.elements(image)
        let plane = size * size
        for channel in 0..<3 {
            let scale = Float(1 / (255 * normalization.standardDeviation[channel]))
            let shift = Float(normalization.mean[channel] / normalization.standardDeviation[channel])
            for index in channel * plane..<(channel + 1) * plane { elements[index] = elements[index] * scale - shift }
        }
        return Tensor(shape: [1, 3, size, size], floats: elements)
    }
}

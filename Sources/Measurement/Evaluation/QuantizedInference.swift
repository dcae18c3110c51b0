package import Diagnostics
internal import Imaging
package import InputContract
package import ONNX
internal import QuantizedRuntime
internal import Support

/// Classifies images with the quantized model that hb_mapper writes beside a `.bin`, with the integers that the BPU
/// computes.
package struct QuantizedInference: Sendable {
    private let program: QuantizedProgram
    private let preset: Preset
    private let names: [Int: String]
    private let input: QuantizedProgram.Port
    private let output: String
    /// The range of the NV12 that the model was built for.
    package let range: NV12Range
    /// What is computed in float rather than with the BPU's integers, one line for each such node.
    package var notes: [String] { program.notes }

    /// The side of the model's input.
    private var size: Int { input.shape[1] }

    /// Whether a model is one that hb_mapper has quantized.
    package static func runs(_ model: Model) -> Bool { model.graph.nodes.contains { $0.domain == "horizon" } }

    /// - Parameters:
    ///   - path: what errors call the model.
    ///   - preset: how an image becomes one of the model's size.
    ///   - names: of the classes, by index; some or all may be missing.
    ///   - workers: images that are computed at the same time, each on one thread; `nil`: one for each core.
    /// - Throws: ``EvaluationError/unsupportedModel(path:reason:)`` unless the input is one square image in NV12;
    ///   `RuntimeError` for a node that cannot be computed bit for bit.
    package init(
        model: Model, path: String, preset: Preset, names: [Int: String] = [:], workers: Int? = nil
    ) throws {
        guard let range = try Self.range(of: model) else {
            throw EvaluationError.unsupportedModel(path: path, reason: "its input is not NV12 of a known range")
        }
        program = try QuantizedProgram(model, workers: workers ?? Cores.count)
        guard program.inputs.count == 1, let input = program.inputs.first, input.elementType == .int8,
            input.shape.count == 4, input.shape[0] == 1, input.shape[3] == 3, input.shape[1] == input.shape[2],
            input.shape[1] % 2 == 0, ImageSize.sides.contains(input.shape[1]), let output = program.outputs.first
        else {
            throw EvaluationError.unsupportedModel(path: path, reason: "its input is not one square image")
        }
        self.input = input
        self.output = output.name
        self.range = range
        self.preset = preset
        self.names = names
    }

    /// The most likely classes of each image, the most likely first.
    ///
    /// - Parameters:
    ///   - images: paths of JPEG or PNG files.
    ///   - count: how many classes for each.
    ///   - repetitions: how many times each image is computed, to measure how long that takes.
    /// - Returns: with the predictions, the seconds that one image took, for each repetition of each image.
    /// - Throws: `ImageError` for the first image that cannot be read; `RuntimeError`.
    package func run(
        images: [String], count: Int, repetitions: Int = 1, progress: @escaping Progress.Handler
    ) throws -> (predictions: [[Inference.Prediction]], seconds: [Double]) {
        var predictions: [[Inference.Prediction]] = []
        var seconds: [Double] = []
        // As many images at once as there are workers: memory does not grow with the number of images.
        for start in stride(from: 0, to: images.count, by: program.workers) {
            let wave = images[start..<min(images.count, start + program.workers)]
            let batch = try wave.map { [input.name: try tensor(of: $0)] }
            var results: [[String: Tensor]] = []
            for _ in 0..<max(1, repetitions) {
                let clock = ContinuousClock()
                let begin = clock.now
                results = try program.run(batch: batch)
                seconds.append((clock.now - begin) / .seconds(1) / Double(batch.count))
            }
            for result in results {
                let logits = try result[output]?.floats() ?? []
                predictions.append(Inference.predictions(from: logits, count: count, names: names))
            }
            progress(Progress("classifying images", completed: predictions.count, total: images.count))
        }
        return (predictions, seconds)
    }

    /// `[1, size, size, 3]`, int8: each byte of YUV less 128, the chroma of a 2 x 2 block at each of its pixels.
    private func tensor(of path: String) throws -> Tensor {
        let image = try preset.load(path: path, size: ImageSize(square: size))
        guard let bytes = NV12.bytes(image, range: range) else {
            throw EvaluationError.unsupportedModel(path: path, reason: "NV12 requires an even size")
        }
        let chroma = size * size
        var elements: [UInt8] = []
        elements.reserveCapacity(chroma * 3)
        for y in 0..<size {
            for x in 0..<size {
                let block = chroma + y / 2 * size + x / 2 * 2
                elements.append(bytes[y * size + x] ^ 0x80)
                elements.append(bytes[block] ^ 0x80)
                elements.append(bytes[block + 1] ^ 0x80)
            }
        }
        return Tensor(
            name: input.name, shape: input.shape, elementType: .int8, data: .raw(ByteView(elements: elements)))
    }

    /// The range that the first node expects, which converts YUV for the network; `nil` if it expects something else.
    private static func range(of model: Model) throws -> NV12Range? {
        guard let node = model.graph.nodes.first, node.operatorType == "HzSQuantizedPreprocess" else { return nil }
        switch try node.text("input_type", default: "") {
        case "YUV_BT601_FULL_RANGE_128": return .full
        case "YUV_BT601_VIDEO_RANGE_128": return .video
        default: return nil
        }
    }
}

package import CompiledModel
package import Diagnostics
internal import Glibc
internal import Imaging
package import InputContract
package import VendorTools

/// Classifies images with a compiled model, on the vendor's bit-exact simulator.
package struct Inference: Sendable {
    /// One class that an image may show.
    package struct Prediction: Sendable, Hashable {
        /// Index of the class, from 0.
        package let index: Int
        /// Name of the class, if one is known.
        package let name: String?
        package let logit: Float
        /// By softmax over all classes; 0...1.
        package let probability: Double
    }

    private let simulator: Simulator
    private let preset: Preset
    private let names: [Int: String]
    private let size: Int
    /// The range of the NV12 that the model is fed: the one that it was built for.
    package let range: NV12Range

    /// - Parameters:
    ///   - preset: how an image becomes one of the model's size.
    ///   - names: of the classes, by index; some or all may be missing.
    /// - Throws: ``EvaluationError/unsupportedModel(path:reason:)``, `ToolchainError`.
    package init(
        model: BinModel, environment: ToolchainEnvironment, preset: Preset, names: [Int: String] = [:]
    ) throws {
        guard let imageSize = model.imageSize, let range = model.nv12Range else {
            throw EvaluationError.unsupportedModel(path: model.path, reason: "its input is not NV12 of a known range")
        }
        guard imageSize.height == imageSize.width, ImageSize.sides.contains(imageSize.height) else {
            throw EvaluationError.unsupportedModel(
                path: model.path, reason: "its input is \(imageSize.width)x\(imageSize.height), not a square")
        }
        simulator = try Simulator(model: model, environment: environment)
        self.preset = preset
        self.names = names
        size = imageSize.height
        self.range = range
    }

    /// The likeliest classes of each image, the likeliest first.
    ///
    /// - Parameters:
    ///   - images: paths of JPEG or PNG files.
    ///   - count: how many classes for each.
    /// - Throws: `ImageError` for the first image that cannot be read,
    ///   `ToolchainError`.
    package func run(
        images: [String], count: Int, progress: @escaping Progress.Handler
    ) async throws -> [[Prediction]] {
        let logits = try await simulator.run(count: images.count) { index in
            try nv12(of: images[index])
        } completed: { done in
            progress(Progress("classifying images", completed: done, total: images.count))
        }
        return logits.map { Self.predictions(from: $0, count: count, names: names) }
    }

    private func nv12(of path: String) throws -> [UInt8] {
        let image = try preset.load(path: path, size: ImageSize(square: size))
        guard let bytes = NV12.bytes(image, range: range) else {
            throw EvaluationError.unsupportedModel(path: path, reason: "NV12 needs even sides")
        }
        return bytes
    }

    /// The likeliest classes with their names.
    static func predictions(from logits: [Float], count: Int, names: [Int: String]) -> [Prediction] {
        top(count, of: logits).map { index, probability in
            Prediction(
                index: index, name: names[index], logit: logits[index],
                probability: probability)
        }
    }

    /// Indices of the largest logits with their softmax; of equal ones the smaller index comes first.
    static func top(_ count: Int, of logits: [Float]) -> [(index: Int, probability: Double)] {
        guard let largest = logits.max() else { return [] }
        let exponentials = logits.map { exp(Double($0) - Double(largest)) }
        let sum = exponentials.reduce(0, +)
        let order = logits.indices.sorted { logits[$0] == logits[$1] ? $0 < $1 : logits[$0] > logits[$1] }
        return order.prefix(max(0, count)).map { ($0, exponentials[$0] / sum) }
    }
}

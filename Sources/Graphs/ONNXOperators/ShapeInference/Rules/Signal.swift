internal import ONNX

/// Fourier transforms and what goes with them.
enum Signal {
    /// A list of as many weights as input 0 says.
    static func window(_ context: inout NodeContext) throws {
        let type = try context.elementTypeAttribute("output_datatype") ?? .float
        context.set(0, type, nil)
        guard context.shape(0) != nil, let size = try context.integerScalar(0, "size") else { return }
        guard size > 0 else { throw context.failure("a size of \(size)") }
        context.set(0, type, [.fixed(size)])
    }

    /// `[frequencies, bins]`
    static func melWeights(_ context: inout NodeContext) throws {
        let type = try context.elementTypeAttribute("output_datatype") ?? .float
        context.set(0, type, nil)
        guard context.shape(0) != nil, context.shape(1) != nil, let bins = try context.integerScalar(0, "num_mel_bins"),
            let length = try context.integerScalar(1, "dft_length"), bins > 0, length > 0
        else { return }
        context.set(0, type, [.fixed(length / 2 + 1), .fixed(bins)])
    }

    /// Data `[..., 1 or 2]`: the last axis holds real and imaginary parts.
    static func fourier(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        let isOneSided = try context.node.flag("onesided", default: false)
        let isInverse = try context.node.flag("inverse", default: false)
        guard data.count >= 2 else { throw context.failure("it needs 2 axes, found \(data.text)") }
        if isOneSided, let parts = data[data.count - 1].size, parts != (isInverse ? 2 : 1) {
            throw context.failure("the last axis of \(data.text) is not \(isInverse ? 2 : 1)")
        }
        let parts: Dimension = isOneSided && isInverse ? 1 : 2
        var shape = data.replacing(data.count - 1, with: parts)
        guard let stated = try axis(context) else {
            if isOneSided || context.has(1) {
                shape = [Dimension].open(data.count).replacing(data.count - 1, with: parts)
            }
            context.set(0, type, shape)
            return
        }
        guard stated >= -data.count, stated != -1, stated < data.count - 1 else {
            throw context.node.refusal("axis", "\(stated) is not a signal axis of \(data.text)")
        }
        let axis = stated < 0 ? stated + data.count : stated
        if context.has(1) {
            let length = try context.integerScalar(1, "dft_length")
            if length == nil, context.opset < 20 { return }
            shape[axis] = length.map { .fixed(isOneSided && !isInverse ? $0 / 2 + 1 : $0) } ?? .unknown
        } else if isOneSided {
            switch shape[axis] {
            case .fixed(let size):
                shape[axis] = .fixed(isInverse ? try context.product(2, try context.difference(size, 1)) : size / 2 + 1)
            default: shape[axis] = .unknown
            }
        }
        context.set(0, type, shape)
    }

    /// An attribute before opset 20, an input since; `nil` if it is not known.
    private static func axis(_ context: NodeContext) throws -> Int? {
        if context.opset < 20 { return try context.node.integer("axis", default: 1) }
        return context.has(2) ? try context.integerScalar(2, "axis") : -2
    }

    /// Signal `[batch, length, 1 or 2]`, spectrum `[batch, frames, frequencies, 2]`.
    static func shortTimeFourier(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        guard data.count >= 2 else { throw context.failure("it needs 2 axes, found \(data.text)") }
        guard case .fixed(let length) = data[1], let step = try context.scalar(1, "frame_step") else { return }
        let frame = context.has(3) ? try context.integerScalar(3, "frame_length") : nil
        if context.has(3), frame == nil { return }
        let window = try context.shape(2, rank: 1)
        if let size = window?[0].size, let frame, size != frame {
            throw context.failure("a window of \(size) for frames of \(frame)")
        }
        guard let size = frame ?? window?[0].size else { return }
        let frequencies = try context.node.flag("onesided", default: false) ? size / 2 + 1 : size
        let frames = Double(try context.difference(length, size)) / step
        guard let count = Int(exactly: frames.rounded(.towardZero)), count < .max else { return }
        let batch: Dimension = data[0].size.map { .fixed($0) } ?? .unknown
        context.set(0, type, [batch, .fixed(count + 1), .fixed(frequencies), 2])
    }
}

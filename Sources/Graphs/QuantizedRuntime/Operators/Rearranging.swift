internal import CQuantizedKernels
internal import GraphRuntime
internal import ONNX

/// Resizing, and operators that only move elements.
enum Rearranging {
    static let all: [String: OperatorTable.Preparation] = [
        "HzQuantizedResizeUpsample": repetition, "HzQuantizedRoiResize": bilinear, "HzDepthToSpace": depthToSpace,
        "HzChannelShuffle": channelShuffle,
    ]

    /// Moves elements: those of the result along `axes`, each with its size and its step in the input.
    private static func move(
        _ context: NodeContext, _ input: TensorForm, to shape: [Int], axes: [(size: Int, step: Int)]
    ) throws -> PreparedNode {
        var places = [Int32(0)]
        for axis in axes {
            places = places.flatMap { place in (0..<axis.size).map { place + Int32($0 * axis.step) } }
        }
        let width = input.byteCount / input.count
        let indices = FixedBuffer(places)
        let count = places.count
        return PreparedNode(outputs: [try context.form(input.type, shape)]) { call in
            qk_pick(Int64(width), Int64(count), indices.int32s, call.inputs[0], call.outputs[0])
        }
    }

    /// Each pixel `scale[0]` times downward and `scale[1]` times to the right.
    static func repetition(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16], rank: 4).form
        let scale = try context.integers("scale", count: 2, in: 1...64)
        let mode = try context.node.text("mode", default: "nearest")
        guard mode == "nearest" else { throw context.unsupported("attribute 'mode' is '\(mode)'") }
        let (n, h, w, c) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3])
        let shape = [n, h * scale[0], w * scale[1], c]
        _ = try context.form(input.type, shape)
        return try move(
            context, input, to: shape,
            axes: [(n, h * w * c), (h, w * c), (scale[0], 0), (w, c), (scale[1], 0), (c, 1)])
    }

    /// From channels to pixels: the block's row and column are the slowest (DCR) or the fastest (CRD) part of a channel.
    static func depthToSpace(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16], rank: 4).form
        let block = try context.integer("blocksize", in: 1...64)
        let (n, h, w, c) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3])
        guard c % (block * block) == 0 else { throw context.failure("\(c) channels in blocks of \(block)") }
        let depth = c / (block * block)
        let mode = try context.node.text("mode", default: "DCR")
        guard ["DCR", "CRD"].contains(mode) else { throw context.unsupported("attribute 'mode' is '\(mode)'") }
        var steps = (row: block * depth, column: depth, depth: 1)
        if mode == "CRD" { steps = (row: block, column: 1, depth: block * block) }
        return try move(
            context, input, to: [n, h * block, w * block, depth],
            axes: [
                (n, h * w * c), (h, w * c), (block, steps.row), (w, c), (block, steps.column), (depth, steps.depth),
            ])
    }

    /// The channels as a matrix of `group` rows, transposed.
    static func channelShuffle(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16], rank: 4).form
        let channels = input.shape[3]
        let groups = try context.integer("group", in: 1...channels)
        guard channels % groups == 0 else { throw context.failure("\(channels) channels in \(groups) groups") }
        let perGroup = channels / groups
        return try move(
            context, input, to: input.shape,
            axes: [(input.count / channels, channels), (perGroup, 1), (groups, perGroup)])
    }

    /// Bilinear, with places of 16 and weights of 8 fractional bits. Measured on 180,000 elements.
    static func bilinear(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16], rank: 4).form
        guard let type = input.integerType else { throw context.failure("type") }
        let largest = 1 << 14
        guard input.shape[1] <= largest, input.shape[2] <= largest else { throw context.unsupported("\(input.shape)") }
        let sizes = try context.integers("sizes", count: 2, in: 1...largest)
        let alignment = try context.node.text("align_mode", default: "")
        for (name, value) in [("step_decimal_bit", 16), ("is_interpolate_twice", 0)] {
            guard try context.node.integer(name, default: value) == value else {
                throw context.unsupported("attribute '\(name)' was never seen other than \(value)")
            }
        }
        let padding = try context.node.text("pad_mode", default: "boundary")
        guard padding == "boundary" else { throw context.unsupported("attribute 'pad_mode' is '\(padding)'") }
        let steps: [Int]?
        switch alignment {
        case "center": steps = nil
        case "given_step": steps = try context.integers("step", count: 2, in: 0...(1 << 30))
        default: throw context.unsupported("attribute 'align_mode' is '\(alignment)'")
        }
        let rows = Positions(input.shape[1], sizes[0], step: steps?[0])
        let columns = Positions(input.shape[2], sizes[1], step: steps?[1])
        let (width, channels) = (input.shape[2], input.shape[3])
        let output = try context.form(input.type, [input.shape[0]] + sizes + [channels])
        let (inputStep, outputStep) = (input.byteCount / input.shape[0], output.byteCount / input.shape[0])
        return PreparedNode(outputs: [output]) { call in
            for image in 0..<output.shape[0] {
                qk_resize(
                    Int64(width), Int64(channels), Int64(sizes[0]), Int64(sizes[1]), type, rows.c, columns.c,
                    call.inputs[0] + image * inputStep, call.outputs[0] + image * outputStep)
            }
        }
    }

    /// Which two places of an axis each place of a resized one lies between.
    private struct Positions: Sendable {
        private let first: FixedBuffer
        private let second: FixedBuffer
        private let weight: FixedBuffer

        /// - Parameter step: from one place to the next in 1/65,536; `nil`: centers fall on centers.
        init(_ size: Int, _ newSize: Int, step: Int?) {
            let centered = (size << 16) / newSize
            let start = step == nil ? (centered >> 1) - (1 << 15) : 0
            let places = (0..<newSize).map { start + $0 * (step ?? centered) }
            func clipped(_ place: Int) -> Int32 { Int32(min(max(place, 0), size - 1)) }
            first = FixedBuffer(places.map { clipped($0 >> 16) })
            second = FixedBuffer(places.map { clipped(($0 >> 16) + 1) })
            weight = FixedBuffer(places.map { Int32(($0 & 0xFFFF) >> 8) })
        }

        var c: qk_positions { qk_positions(first: first.int32s, second: second.int32s, weight: weight.int32s) }
    }
}

internal import ONNX
internal import Support

/// Convolutions. Data is `[N, C, ...]`, weights `[M, C / group, ...]`, of a transposed one `[C, M / group, ...]`.
enum Convolution {
    static func convolution(_ context: inout NodeContext) throws {
        try convolve(&context, try context.element(0), weights: 1)
    }

    static func integer(_ context: inout NodeContext) throws {
        _ = try context.element(0)
        _ = try context.element(1)
        try convolve(&context, .int32, weights: 1)
    }

    static func quantized(_ context: inout NodeContext) throws {
        try Quantization.checkZeroPoint(context, data: 0, zeroPoint: 2)
        try Quantization.checkZeroPoint(context, data: 3, zeroPoint: 5)
        try convolve(&context, try context.element(7), weights: 3)
    }

    private static func convolve(
        _ context: inout NodeContext, _ type: ElementType, weights index: Int
    ) throws {
        context.macs = nil
        context.set(0, type, nil)
        guard let data = context.shape(0), let weight = context.shape(index) else { return }
        guard data.count >= 3 else { throw context.failure("the data needs at least 3 axes, found \(data.text)") }
        guard let kernel = try kernel(context, weight, data) else { return }
        guard let channels = weight.first else { throw context.failure("the weights are a scalar") }
        let window = try Window(context, kernel: kernel, data: data)
        var shape: [Dimension] = [data[0], channels]
        for axis in kernel.indices {
            shape.append(try window.outputSize(data[axis + 2], axis: axis, context))
        }
        context.set(0, type, shape)
        if let problem = window.impossibility(Array(shape.dropFirst(2))) { context.recordImpossible(problem) }
        checkChannels(&context, data, weight, kernel)
        if let sizes = shape.sizes, let perOutput = Array(weight.dropFirst()).sizes {
            context.macs = checkedProduct(sizes + perOutput)
        }
    }

    /// onnx looks at none of this.
    private static func checkChannels(
        _ context: inout NodeContext, _ data: [Dimension], _ weight: [Dimension], _ kernel: [Int]
    ) {
        guard weight.count == data.count else {
            context.recordImpossible("weights \(weight.text) do not fit data of \(data.count) axes")
            return
        }
        if let sizes = Array(weight.dropFirst(2)).sizes, sizes != kernel {
            context.recordImpossible("a kernel of \(kernel) is not the one of weights \(weight.text)")
        }
        let group = (try? context.node.integer("group", default: 1)) ?? 1
        guard group >= 1 else {
            context.recordImpossible("\(group) groups")
            return
        }
        if case .fixed(let channels) = data[1], case .fixed(let depth) = weight[1],
            checkedProduct([depth, group]) != channels
        {
            context.recordImpossible(
                "\(channels) channels come in, and weights \(weight.text) in \(group) group(s) take \(depth) each")
        }
        if case .fixed(let filters) = weight[0], !filters.isMultiple(of: group) {
            context.recordImpossible("\(filters) filters in \(group) groups")
        }
    }

    static func transposed(_ context: inout NodeContext) throws {
        context.macs = nil
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0), let weight = context.shape(1) else { return }
        let group = try context.node.integer("group", default: 1)
        guard group >= 1 else { throw context.node.refusal("group", "\(group) is out of range") }
        guard data.count >= 3 else { throw context.failure("the data needs at least 3 axes, found \(data.text)") }
        if case .fixed(let channels) = data[1], !channels.isMultiple(of: group) {
            throw context.failure("\(channels) channels come in, in \(group) groups")
        }
        guard weight.count >= 3 else {
            throw context.failure("the weights need at least 3 axes, found \(weight.text)")
        }
        guard let kernel = try kernel(context, weight, data) else { return }
        let window = try Window(context, kernel: kernel, data: nil)
        if context.opset >= 11, context.node.attribute("pads") != nil,
            try context.node.text("auto_pad", default: "NOTSET") != "NOTSET"
        {
            throw context.node.refusal("pads", "it cannot be combined with auto_pad")
        }
        let stated = try context.node.integers("output_shape", count: kernel.count)
        for size in stated ?? [] where size < 0 {
            throw context.node.refusal("output_shape", "\(size) is out of range")
        }
        let extra = try context.spatial("output_padding", count: kernel.count, default: 0, atLeast: 0)
        var shape = [data[0], try context.product(weight[1], .fixed(group))]
        for axis in kernel.indices {
            if let stated {
                if case .fixed(let size) = data[axis + 2], stated[axis] < size { return }
                shape.append(.fixed(stated[axis]))
                continue
            }
            guard case .fixed(let size) = data[axis + 2] else {
                shape.append(.unknown)
                continue
            }
            var result = try context.product(window.strides[axis], try context.difference(size, 1))
            result = try context.sum(try context.sum(result, extra[axis]), window.extents[axis])
            result = try context.difference(result, window.pads[axis])
            result = try context.difference(result, window.pads[axis + kernel.count])
            shape.append(.fixed(result))
        }
        context.set(0, type, shape)
        if let problem = window.impossibility(Array(shape.dropFirst(2))) { context.recordImpossible(problem) }
        // Every element that comes in meets every weight of its channel.
        if let sizes = data.sizes, let perInput = Array(weight.dropFirst()).sizes {
            context.macs = checkedProduct(sizes + perInput)
        }
    }

    /// The spatial sizes of the kernel; `nil` if neither attribute nor weights say.
    private static func kernel(
        _ context: NodeContext, _ weight: [Dimension], _ data: [Dimension]
    ) throws -> [Int]? {
        if let stated = try context.node.integers("kernel_shape", count: data.count - 2) { return stated }
        guard let sizes = Array(weight.dropFirst(2)).sizes else { return nil }
        guard sizes.count == data.count - 2 else {
            throw context.failure("weights \(weight.text) do not fit data \(data.text)")
        }
        return sizes
    }

    /// Blocks `[N, C * block, L]` are put back into an image `[N, C, ...]`.
    static func fromColumns(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard context.shape(0) != nil, let imageLength = try context.shape(1, rank: 1),
            let blockLength = try context.shape(2, rank: 1)
        else { return }
        var rank = imageLength[0]
        try context.unify(&rank, blockLength[0])
        let image = try context.integers(1, "image_shape")
        if let image { try context.unify(&rank, .fixed(image.count)) }
        if let pads = try context.node.integers("pads") {
            guard pads.count.isMultiple(of: 2) else { throw context.node.refusal("pads", "it needs an even number") }
            try context.unify(&rank, .fixed(pads.count / 2))
        }
        for name in ["dilations", "strides"] {
            if let values = try context.node.integers(name) { try context.unify(&rank, .fixed(values.count)) }
        }
        guard let data = try context.shape(0, rank: 3) else { return }
        let block = try context.integers(2, "block_shape")
        if let block { try context.unify(&rank, .fixed(block.count)) }
        var blockSize = 1
        for size in block ?? [] {
            guard size > 0 else { throw context.failure("block_shape has a size of \(size)") }
            blockSize = try context.product(blockSize, size)
        }
        guard case .fixed(let count) = rank, (0...NodeContext.rankLimit).contains(count) else { return }
        let channels = block.map { $0.isEmpty ? .unknown : context.quotient(data[1], blockSize) } ?? .unknown
        let spatial = image.map { $0.isEmpty ? .open(count) : $0.map { .fixed($0) } } ?? [Dimension].open(count)
        context.set(0, type, [data[0], channels] + spatial)
    }
}

/// Convolutions. Data is `[N, C, ...]`, weights `[M, C / group, ...]`, of a transposed one `[C, M / group, ...]`.
enum Convolution {
    static func convolution(_ context: inout NodeContext) throws(ONNXError) {
        let isLinear = context.node.operatorType == "QLinearConv"
        let weightIndex = isLinear ? 3 : 1
        let type: ElementType? =
            switch context.node.operatorType {
            case "QLinearConv": context.elementType(7)
            case "ConvInteger": .int32
            default: context.elementType(0)
            }
        context.macs = nil
        guard let data = context.shape(0), let weight = context.shape(weightIndex) else {
            context.set(0, type, nil)
            return
        }
        try checkRanks(context, data, weight)
        let kernel = try kernel(context, weight)
        let group = try group(context)
        if case .fixed(let channels) = data[1], case .fixed(let depth) = weight[1],
            depth > DimensionArithmetic.sizeLimit / group || channels != depth * group
        {
            throw context.failure(
                "\(channels) channels come in, and weights \(weight.text) in \(group) group(s) take \(depth) each")
        }
        var shape: [Dimension] = [data[0], weight[0]]
        if let kernel {
            let window = try Window(context, kernel: kernel)
            for axis in kernel.indices { shape.append(window.outputSize(data[axis + 2], axis: axis)) }
        } else {
            shape += [Dimension](repeating: .unknown, count: data.count - 2)
        }
        context.set(0, type, shape)
        if let sizes = shape.sizes, let perOutput = weight.dropFirst().map(\.self).sizes {
            context.macs = DimensionArithmetic.product(sizes + perOutput)
        }
    }

    static func transposed(_ context: inout NodeContext) throws(ONNXError) {
        context.macs = nil
        guard let data = context.shape(0), let weight = context.shape(1) else {
            context.set(0, context.elementType(0), nil)
            return
        }
        try checkRanks(context, data, weight)
        guard let kernel = try kernel(context, weight) else {
            context.set(0, context.elementType(0), nil)
            return
        }
        let group = try group(context)
        let window = try Window(context, kernel: kernel)
        let extra = try context.spatial("output_padding", count: kernel.count, default: 0, atLeast: 0)
        let stated = try context.node.integers("output_shape", count: kernel.count)
        var channels = Dimension.unknown
        if case .fixed(let size) = weight[1], size <= DimensionArithmetic.sizeLimit / group {
            channels = .fixed(size * group)
        }
        var shape = [data[0], channels]
        for axis in kernel.indices {
            guard case .fixed(let size) = data[axis + 2], size <= DimensionArithmetic.attributeLimit else {
                shape.append(stated.map { DimensionArithmetic.dimension($0[axis]) } ?? .unknown)
                continue
            }
            if let stated {
                shape.append(DimensionArithmetic.dimension(stated[axis]))
            } else if window.automaticPadding.hasPrefix("SAME") {
                shape.append(DimensionArithmetic.dimension(size * window.strides[axis]))
            } else {
                let extent = (kernel[axis] - 1) * window.dilations[axis] + 1
                guard extent <= DimensionArithmetic.sizeLimit, size > 0 else {
                    shape.append(.unknown)
                    continue
                }
                shape.append(
                    DimensionArithmetic.dimension(
                        window.strides[axis] * (size - 1) + extra[axis] + extent - window.pads[axis]
                            - window.pads[axis + kernel.count]))
            }
        }
        context.set(0, context.elementType(0), shape)
        // Every element that comes in meets every weight of its channel.
        if let sizes = data.sizes, let perInput = weight.dropFirst().map(\.self).sizes {
            context.macs = DimensionArithmetic.product(sizes + perInput)
        }
    }

    private static func checkRanks(
        _ context: NodeContext, _ data: [Dimension], _ weight: [Dimension]
    ) throws(ONNXError) {
        guard data.count >= 3 else { throw context.failure("the data needs at least 3 axes, found \(data.text)") }
        guard weight.count == data.count else {
            throw context.failure("weights \(weight.text) do not fit data of \(data.count) axes")
        }
    }

    private static func group(_ context: NodeContext) throws(ONNXError) -> Int {
        let group = try context.node.integer("group", default: 1)
        guard group >= 1, group <= DimensionArithmetic.attributeLimit else {
            throw context.node.refusal("group", "\(group) is out of range")
        }
        return group
    }

    /// The spatial sizes of the kernel; `nil` if neither attribute nor weights say.
    private static func kernel(_ context: NodeContext, _ weight: [Dimension]) throws(ONNXError) -> [Int]? {
        let spatial = Array(weight.dropFirst(2))
        guard let stated = try context.node.integers("kernel_shape", count: spatial.count) else { return spatial.sizes }
        if let sizes = spatial.sizes, sizes != stated {
            throw context.node.refusal("kernel_shape", "\(stated) is not the kernel of weights \(weight.text)")
        }
        return stated
    }
}

internal import CFloatKernels
internal import ONNX

extension OperatorKernels {
    static let normalizations: [String: OperatorKernel] = [
        "BatchNormalization": OperatorKernel(.single) { context throws in [try batch(context)] },
        "InstanceNormalization": OperatorKernel(.single) { context throws in
            let value = try context.input(0)
            try context.check(value.rank >= 3, "expected images, found \(value.shape)")
            let channels = value.shape[1]
            return [try context.normalizeGroups(value, groups: channels, scale: 1, shift: 2, perChannel: channels)]
        },
        "GroupNormalization": OperatorKernel(since: 18, .single) { context throws in
            let value = try context.input(0)
            let groups = try context.integer("num_groups", default: 1)
            try context.check(
                value.rank >= 2 && groups >= 1 && value.shape[1] % groups == 0,
                "\(groups) groups of the channels of \(value.shape)")
            // Scales were one a group before opset 21.
            let count = context.opset < 21 ? groups : value.shape[1]
            return [try context.normalizeGroups(value, groups: groups, scale: 1, shift: 2, perChannel: count)]
        },
        "LayerNormalization": OperatorKernel(since: 17, .single) { context throws in
            try layer(context, isCentred: true)
        },
        "RMSNormalization": OperatorKernel(since: 23, .single) { context throws in
            [try layer(context, isCentred: false)[0]]
        },
        "MeanVarianceNormalization": OperatorKernel(since: 9, .single) { context throws in
            let value = try context.input(0)
            let axes = try context.axes(try context.integers("axes") ?? [0, 2, 3], rank: value.rank)
            let mean = try context.reduce(FK_MEAN, value, axes: axes, keepsAxes: true)
            let centred = try context.combine(FK_SUB, value, mean)
            let squares = try context.apply(FK_SQUARE, to: centred)
            let variance = try context.reduce(FK_MEAN, squares, axes: axes, keepsAxes: true)
            let deviation = try context.apply(FK_AFFINE, to: try context.apply(FK_SQRT, to: variance), 1, 1e-9)
            return [try context.combine(FK_DIV, centred, deviation)]
        },
        "LpNormalization": OperatorKernel { context throws in
            let value = try context.input(0)
            let axis = try context.axis(try context.integer("axis", default: -1), rank: value.rank)
            let power = try context.integer("p", default: 2)
            try context.check(power == 1 || power == 2, "attribute 'p' is \(power)")
            let norm = try context.norm(value, axes: [axis], power: power)
            // Where the norm is 0, so is the result.
            let tiny = try Value(integers: [0], shape: [], in: context.memory).converted(
                to: value.type, in: context.memory)
            let isZero = try context.combine(FK_EQUAL, norm, tiny).converted(to: value.type, in: context.memory)
            return [try context.combine(FK_DIV, value, try context.combine(FK_ADD, norm, isZero))]
        },
        "LRN": OperatorKernel(.single) { context throws in [try localResponse(context)] },
        "Softmax": OperatorKernel(.single) { context throws in [try softmax(context, isLogarithm: false)]
        },
        "LogSoftmax": OperatorKernel(.single) { context throws in
            [try softmax(context, isLogarithm: true)]
        },
        "Hardmax": OperatorKernel(.single) { context throws in
            let value = try context.input(0)
            try context.check(value.type == .float, "it does not take \(value.type)")
            let (outer, axis, inner) = try extents(context, value)
            let result = try context.make(.float, value.shape)
            for index in 0..<result.count { result.floats[index] = 0 }
            guard result.count > 0 else { return [result] }
            let places = try context.make(.int64, [outer * inner])
            _ = fk_arg(1, 0, Int32(FK_FLOAT), outer, axis, inner, value.bytes, places.integers)
            for o in 0..<outer {
                for i in 0..<inner { result.floats[(o * axis + Int(places.integers[o * inner + i])) * inner + i] = 1 }
            }
            return [result]
        },
    ]

    /// Before opset 13 everything from the axis on is one.
    private static func extents(_ context: KernelContext, _ value: Value) throws -> (Int, Int, Int) {
        let isOld = context.opset < 13
        let axis = try context.axis(
            try context.integer("axis", default: isOld ? 1 : -1), rank: value.rank, allowsEnd: isOld)
        let outer = value.shape[..<axis].reduce(1, *)
        if isOld { return (outer, value.shape[axis...].reduce(1, *), 1) }
        return (outer, value.shape[axis], value.shape[(axis + 1)...].reduce(1, *))
    }

    private static func softmax(_ context: KernelContext, isLogarithm: Bool) throws -> Value {
        let value = try context.input(0)
        try context.check(value.type == .float, "it does not take \(value.type)")
        let (outer, axis, inner) = try extents(context, value)
        let result = try context.make(.float, value.shape)
        fk_softmax(isLogarithm ? 1 : 0, outer, axis, inner, value.floats, result.floats)
        return result
    }

    private static func batch(_ context: KernelContext) throws -> Value {
        let value = try context.any(0)
        try context.check(value.type == .float && value.rank >= 1, "it does not take \(value.type) \(value.shape)")
        if try context.flag("training_mode") { throw context.unsupported("the executor does not train") }
        guard try context.integer("spatial", default: 1) == 1 else {
            throw context.unsupported("the executor does not have 'spatial' 0")
        }
        let channels = value.rank > 1 ? value.shape[1] : 1
        let epsilon = Double(try context.float("epsilon", default: 1e-5))
        var parameters: [[Float]] = []
        for index in 1...4 {
            let values = try context.optionalFloats(index) ?? []
            try context.check(
                values.count == channels, "input \(index) has \(values.count) elements for \(channels) channels")
            parameters.append(values)
        }
        var scale: [Float] = []
        var shift: [Float] = []
        for c in 0..<channels {
            let factor = Double(parameters[0][c]) / (Double(parameters[3][c]) + epsilon).squareRoot()
            scale.append(Float(factor))
            shift.append(Float(Double(parameters[1][c]) - Double(parameters[2][c]) * factor))
        }
        let result = try context.make(.float, value.shape, order: value.order)
        let pixels = value.shape.dropFirst(2).reduce(1, *)
        let isLast = value.order == .channelsLast
        let batch = value.rank > 1 ? value.shape[0] : value.count
        fk_scale_shift(
            isLast ? batch * pixels : batch, channels, isLast ? 1 : pixels, value.floats, result.floats, scale, shift)
        return result
    }

    private static func layer(_ context: KernelContext, isCentred: Bool) throws -> [Value?] {
        let value = try context.input(0)
        try context.check(value.type == .float, "it does not take \(value.type)")
        let axis = try context.axis(try context.integer("axis", default: -1), rank: value.rank)
        let epsilon = Double(try context.float("epsilon", default: 1e-5))
        let rows = value.shape[..<axis].reduce(1, *)
        let statistics = Array(value.shape[..<axis]) + value.shape[axis...].map { _ in 1 }
        var result = try context.make(.float, value.shape)
        let mean = try context.make(.float, statistics)
        let deviation = try context.make(.float, statistics)
        fk_normalize(
            rows, value.shape[axis...].reduce(1, *), epsilon, isCentred ? 1 : 0, value.floats, result.floats,
            mean.floats,
            deviation.floats)
        if let scale = try context.optionalInput(1) { result = try context.combine(FK_MUL, result, scale) }
        if isCentred, let bias = try context.optionalInput(2) { result = try context.combine(FK_ADD, result, bias) }
        try context.check(result.shape == value.shape, "scale or bias do not fit \(value.shape)")
        return [result, mean, deviation]
    }

    private static func localResponse(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        try context.check(value.rank >= 3 && value.type == .float, "it does not take \(value.type) \(value.shape)")
        let size = try context.integer("size", default: 1)
        try context.check(size >= 1 && size < 1 << 20, "attribute 'size' is \(size)")
        let alpha = Double(try context.float("alpha", default: 1e-4)) / Double(size)
        let channels = value.shape[1]
        let squares = try context.apply(FK_SQUARE, to: value)
        // A prefix sum over the channels would lose digits: each place adds its neighbors.
        let sums = try context.make(.float, value.shape)
        let pixels = value.shape[2...].reduce(1, *)
        for index in 0..<sums.count { sums.floats[index] = 0 }
        for n in 0..<(value.count == 0 ? 0 : value.shape[0]) {
            for c in 0..<channels {
                let target = sums.floats + (n * channels + c) * pixels
                for other in max(0, c - (size - 1) / 2)...min(channels - 1, c + size / 2) {
                    let source = squares.floats + (n * channels + other) * pixels
                    _ = fk_binary(FK_ADD, Int32(FK_FLOAT), 1, [Int64(pixels)], target, target, [1], source, [1])
                }
            }
        }
        let base = try context.apply(FK_AFFINE, to: sums, alpha, Double(try context.float("bias", default: 1)))
        let exponent = try context.make(.float, [])
        exponent.floats[0] = try context.float("beta", default: 0.75)
        return try context.combine(FK_DIV, value, try context.combine(FK_POW, base, exponent))
    }
}

extension KernelContext {
    /// Normalizes groups of channels of each image, then scales and shifts.
    ///
    /// - Parameter perChannel: how many scales there are: one a channel, or one a group.
    fileprivate func normalizeGroups(
        _ value: Value, groups: Int, scale: Int, shift: Int, perChannel count: Int
    ) throws -> Value {
        try check(value.type == .float, "it does not take \(value.type)")
        let scales = try optionalFloats(scale) ?? []
        let shifts = try optionalFloats(shift) ?? []
        try check(scales.count == count && shifts.count == count, "scale and bias do not fit \(value.shape)")
        let epsilon = Double(try float("epsilon", default: 1e-5))
        let result = try make(.float, value.shape)
        let channels = value.shape[1]
        let pixels = value.shape[2...].reduce(1, *)
        guard value.count > 0 else { return result }
        fk_normalize(
            value.shape[0] * groups, channels / groups * pixels, epsilon, 1, value.floats, result.floats, nil, nil)
        let each = channels / count
        let all = (0..<channels).map { scales[$0 / each] }
        let shiftAll = (0..<channels).map { shifts[$0 / each] }
        fk_scale_shift(value.shape[0], channels, pixels, result.floats, result.floats, all, shiftAll)
        return result
    }
}

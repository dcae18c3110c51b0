internal import CFloatKernels

extension OperatorKernels {
    /// Operators that move elements: transposes, slices, pads.
    static let moving: [String: OperatorKernel] = [
        "Transpose": OperatorKernel(.any) { context throws in [try transpose(context)] },
        "Slice": OperatorKernel(.any) { context throws in [try slice(context)] },
        "Pad": OperatorKernel(.any) { context throws in [try pad(context)] },
        "Expand": OperatorKernel(since: 8, .any) { context throws in
            let value = try context.input(0)
            guard let shape = Broadcast.shape(value.shape, try context.integers(1)) else {
                throw context.failure("\(value.shape) does not broadcast to \(try context.integers(1))")
            }
            return [try context.expand(value, to: shape)]
        },
        "Tile": OperatorKernel(.any) { context throws in [try tile(context)] },
        "DepthToSpace": OperatorKernel(.any) { context throws in [try depthToSpace(context)] },
        "SpaceToDepth": OperatorKernel(.any) { context throws in [try spaceToDepth(context)] },
        "ReverseSequence": OperatorKernel(since: 10, .any) { context throws in
            [try reverseSequence(context)]
        },
        "Trilu": OperatorKernel(since: 14, .any) { context throws in [try trilu(context)] },
    ]

    private static func transpose(_ context: KernelContext) throws -> Value {
        let value = try context.any(0)
        let axes = try context.integers("perm") ?? Array(value.shape.indices.reversed())
        try context.check(
            axes.sorted() == Array(value.shape.indices), "attribute 'perm' is not a permutation of its axes: \(axes)")
        return try context.transpose(value, axes)
    }

    private static func slice(_ context: KernelContext) throws -> Value {
        let value = try context.any(0)
        let rank = value.rank
        let starts: [Int]
        let ends: [Int]
        var axes: [Int]?
        var steps: [Int]?
        if context.opset < 10 {
            starts = try context.integers("starts") ?? []
            ends = try context.integers("ends") ?? []
            axes = try context.integers("axes")
        } else {
            starts = try context.integers(1)
            ends = try context.integers(2)
            axes = try context.optionalIntegers(3)
            steps = try context.optionalIntegers(4)
        }
        let sliced = try context.axes(axes ?? Array(0..<starts.count), rank: rank)
        try context.check(
            starts.count == sliced.count && ends.count == sliced.count && (steps ?? starts).count == sliced.count,
            "starts, ends, axes and steps are not equally many")
        var shape = value.shape
        var strides = value.strides
        var offset = 0
        for (index, axis) in sliced.enumerated() {
            let size = shape[axis]
            let step = steps?[index] ?? 1
            try context.check(step != 0, "a step of 0")
            // Steps beyond the axis take one element at most, whatever they are.
            let pace = max(-size - 1, min(size + 1, step))
            func place(_ position: Int) -> Int {
                let low = pace < 0 ? -1 : 0
                let high = pace < 0 ? size - 1 : size
                return max(low, min(high, position < 0 ? max(position, -size - 1) + size : position))
            }
            let start = place(starts[index])
            let end = place(ends[index])
            let distance = pace > 0 ? end - start : start - end
            shape[axis] = distance <= 0 ? 0 : (distance + abs(pace) - 1) / abs(pace)
            offset += shape[axis] == 0 ? 0 : start * strides[axis]
            strides[axis] = strides[axis] &* pace
        }
        let result = try context.make(value.type, shape, order: value.order)
        result.copy(from: value, at: offset, shape: shape, strides: strides)
        return result
    }

    private static func tile(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        let repeats = try context.integers(1)
        try context.check(repeats.count == value.rank && repeats.allSatisfy { $0 >= 0 }, "repeats do not fit its axes")
        var shape: [Int] = []
        for (size, times) in zip(value.shape, repeats) {
            let (product, overflow) = size.multipliedReportingOverflow(by: times)
            try context.check(!overflow, "the result is too large")
            shape.append(product)
        }
        let result = try context.make(value.type, shape)
        // As [repeats, sizes] axis by axis, of which the repeats are broadcast.
        var block: [Int] = []
        var strides: [Int] = []
        var own: [Int] = []
        let target = result.strides
        for axis in value.shape.indices {
            block += [repeats[axis], value.shape[axis]]
            strides += [0, value.strides[axis]]
            own += [target[axis] * value.shape[axis], target[axis]]
        }
        try context.check(block.count <= 16, "it has too many axes")
        result.copy(from: value, shape: block, strides: strides, ownStrides: own)
        return result
    }

    private static func blocks(_ context: KernelContext) throws -> (Value, Int) {
        let value = try context.input(0)
        let size = try context.integer("blocksize", default: 0)
        try context.check(value.rank == 4, "expected 4 axes, found \(value.shape)")
        try context.check(size >= 1 && size < 1 << 16, "attribute 'blocksize' is \(size)")
        return (value, size)
    }

    private static func depthToSpace(_ context: KernelContext) throws -> Value {
        let (value, size) = try blocks(context)
        let shape = value.shape
        try context.check(shape[1] % (size * size) == 0, "\(shape[1]) channels are not a multiple of \(size * size)")
        let depth = shape[1] / (size * size)
        let mode = try context.text("mode", default: "DCR")
        try context.check(["DCR", "CRD"].contains(mode), "attribute 'mode' is '\(mode)'")
        let split =
            mode == "DCR"
            ? value.reshaped([shape[0], size, size, depth, shape[2], shape[3]])
            : value.reshaped([shape[0], depth, size, size, shape[2], shape[3]])
        let moved = try context.transpose(split, mode == "DCR" ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3])
        return try moved.ordered(.rowMajor, in: context.memory)
            .reshaped([shape[0], depth, shape[2] * size, shape[3] * size])
    }

    private static func spaceToDepth(_ context: KernelContext) throws -> Value {
        let (value, size) = try blocks(context)
        let shape = value.shape
        try context.check(shape[2] % size == 0 && shape[3] % size == 0, "\(shape) is not a multiple of \(size)")
        let split = value.reshaped([shape[0], shape[1], shape[2] / size, size, shape[3] / size, size])
        let mode = try context.text("mode", default: "DCR")
        try context.check(["DCR", "CRD"].contains(mode), "attribute 'mode' is '\(mode)'")
        let moved = try context.transpose(split, mode == "DCR" ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4])
        return try moved.ordered(.rowMajor, in: context.memory)
            .reshaped([shape[0], shape[1] * size * size, shape[2] / size, shape[3] / size])
    }

    private static func reverseSequence(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        let lengths = try context.integers(1)
        let time = try context.integer("time_axis", default: 0)
        let batch = try context.integer("batch_axis", default: 1)
        try context.check(
            value.rank >= 2 && [[0, 1], [1, 0]].contains([time, batch]), "its axes are \(time) and \(batch)")
        try context.check(
            lengths.count == value.shape[batch] && lengths.allSatisfy { $0 >= 0 && $0 <= value.shape[time] },
            "the lengths do not fit")
        let result = try context.make(value.type, value.shape)
        result.copy(from: value, shape: value.shape, strides: value.strides)
        let strides = value.strides
        for (index, length) in lengths.enumerated() where length > 1 {
            var shape = value.shape
            shape[batch] = 1
            shape[time] = length
            var backwards = strides
            backwards[time] = -strides[time]
            let start = index * strides[batch]
            result.copy(
                from: value, at: start + (length - 1) * strides[time], shape: shape, strides: backwards, to: start,
                ownStrides: strides)
        }
        return result
    }

    private static func trilu(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        let diagonal = try context.optionalIntegers(1)?.first ?? 0
        let isUpper = try context.flag("upper", default: true)
        try context.check(value.rank >= 2, "expected at least two axes, found \(value.shape)")
        let rows = value.shape[value.rank - 2]
        let columns = value.shape[value.rank - 1]
        let result = try context.make(value.type, value.shape)
        var zero: UInt64 = 0
        fk_fill(result.width, result.count, result.bytes, &zero)
        guard result.count > 0 else { return result }
        let shift = max(-rows - 1, min(columns + 1, diagonal))
        for row in 0..<rows {
            let edge = max(0, min(columns, isUpper ? row + shift : row + shift + 1))
            let kept = isUpper ? edge..<columns : 0..<edge
            var shape = value.shape
            shape[value.rank - 2] = 1
            shape[value.rank - 1] = kept.count
            let start = row * columns + kept.lowerBound
            result.copy(from: value, at: start, shape: shape, strides: value.strides, to: start)
        }
        return result
    }
}

extension KernelContext {
    /// Elements with their axes in another order. Moves nothing where only the order of the channels changes.
    func transpose(_ value: Value, _ axes: [Int]) throws -> Value {
        let shape = axes.map { value.shape[$0] }
        let channelsToEnd = [0] + Array(2..<max(2, value.rank)) + [1]
        if value.order == .channelsLast, axes == channelsToEnd {
            return Value(type: value.type, shape: shape, buffer: value.buffer)
        }
        let channelsToFront = [0, value.rank - 1] + Array(1..<max(1, value.rank - 1))
        if value.order == .rowMajor, value.rank >= 3, axes == channelsToFront {
            return Value(type: value.type, shape: shape, order: .channelsLast, buffer: value.buffer)
        }
        let strides = value.strides
        let result = try make(value.type, shape)
        result.copy(from: value, shape: shape, strides: axes.map { strides[$0] })
        return result
    }

    func expand(_ value: Value, to shape: [Int]) throws -> Value {
        if shape == value.shape { return value }
        let result = try make(value.type, shape)
        let strides = shape.isEmpty ? [] : Broadcast.strides(value, to: shape).map { Int($0) }
        result.copy(from: value, shape: shape, strides: strides)
        return result
    }
}

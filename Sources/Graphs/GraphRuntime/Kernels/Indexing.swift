internal import CFloatKernels
internal import ONNX

extension OperatorKernels {
    /// Operators that pick elements by index, or put them.
    static let indexing: [String: OperatorKernel] = [
        "Gather": OperatorKernel(.any) { context throws in
            let value = try context.input(0)
            let axis = try context.axis(try context.integer("axis", default: 0), rank: value.rank)
            let places = try context.places(1, below: { _ in value.shape[axis] })
            return [try context.gather(value, axis: axis, places: places, shape: try context.any(1).shape)]
        },
        "GatherElements": OperatorKernel(since: 11, .any) { context throws in
            [try gatherElements(context)]
        },
        "GatherND": OperatorKernel(since: 11, .any) { context throws in [try gatherND(context)] },
        "ScatterElements": OperatorKernel(since: 11, .any) { context throws in
            [try scatterElements(context)]
        },
        "Scatter": OperatorKernel(since: 9, .any) { context throws in [try scatterElements(context)] },
        "ScatterND": OperatorKernel(since: 11, .any) { context throws in [try scatterND(context)] },
        "NonZero": OperatorKernel(since: 9, .any) { context throws in [try nonZero(context)] },
        "Compress": OperatorKernel(since: 9, .any) { context throws in [try compress(context)] },
        "TopK": OperatorKernel { context throws in try topK(context) },
    ]

    private static func gatherElements(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        let indices = try context.any(1)
        let axis = try context.axis(try context.integer("axis", default: 0), rank: value.rank)
        let offsets = try context.elementOffsets(value, indices, axis: axis)
        let result = try context.make(value.type, indices.shape)
        fk_gather(1, value.count, value.width, offsets.count, offsets, result.bytes, value.bytes)
        return result
    }

    private static func gatherND(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        let indices = try context.any(1)
        let batch = try context.integer("batch_dims", default: 0)
        try context.check(
            indices.rank >= 1 && batch >= 0 && batch < min(value.rank, indices.rank)
                && value.shape[..<batch] == indices.shape[..<batch],
            "indices \(indices.shape) do not fit \(value.shape)")
        let depth = indices.shape[indices.rank - 1]
        try context.check(depth <= value.rank - batch, "indices \(indices.shape) do not fit \(value.shape)")
        let places = try context.places(1, below: { value.shape[batch + $0 % max(1, depth)] })
        let shape = indices.shape.dropLast() + value.shape[(batch + depth)...]
        let result = try context.make(value.type, Array(shape))
        let inner = value.shape[(batch + depth)...].reduce(1, *)
        let tuples = depth == 0 ? indices.shape.dropLast().reduce(1, *) : places.count / depth
        let batches = value.shape[..<batch].reduce(1, *)
        guard result.count > 0, batches > 0 else { return result }
        let strides = Value.strides(of: Array(value.shape[batch..<batch + depth]))
        let block = value.shape[batch..<batch + depth].reduce(1, *)
        let offsets = (0..<tuples).map { tuple in
            let base = tuple / (tuples / batches) * block
            return Int64((0..<depth).reduce(base) { $0 + Int(places[tuple * depth + $1]) * strides[$1] })
        }
        fk_gather(1, batches * block, inner * value.width, offsets.count, offsets, result.bytes, value.bytes)
        return result
    }

    private static func scatterElements(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        let indices = try context.any(1)
        let updates = try context.input(2)
        let axis = try context.axis(try context.integer("axis", default: 0), rank: value.rank)
        try context.check(updates.shape == indices.shape && updates.type == value.type, "the updates do not fit")
        let offsets = try context.elementOffsets(value, indices, axis: axis)
        return try scatter(context, into: value, offsets, updates, blockSize: 1)
    }

    private static func scatterND(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        let indices = try context.any(1)
        let updates = try context.input(2)
        try context.check(indices.rank >= 1, "indices have no axis")
        let depth = indices.shape[indices.rank - 1]
        try context.check(
            depth >= 1 && depth <= value.rank
                && updates.shape == Array(indices.shape.dropLast() + value.shape[depth...])
                && updates.type == value.type, "the updates \(updates.shape) do not fit")
        let places = try context.places(1, below: { value.shape[$0 % depth] })
        let strides = value.strides
        let offsets = stride(from: 0, to: places.count, by: depth).map { first in
            Int64((0..<depth).reduce(0) { $0 + Int(places[first + $1]) * strides[$1] })
        }
        return try scatter(context, into: value, offsets, updates, blockSize: value.shape[depth...].reduce(1, *))
    }

    /// Blocks of the updates, each put at (or combined with what is at) an offset, one after the other.
    private static func scatter(
        _ context: KernelContext, into value: Value, _ offsets: [Int64], _ updates: Value, blockSize: Int
    ) throws -> Value {
        let reduction = try context.text("reduction", default: "none")
        let operations = ["add": FK_ADD, "mul": FK_MUL, "min": FK_MIN, "max": FK_MAX]
        let operation = operations[reduction]
        try context.check(operation != nil || reduction == "none", "attribute 'reduction' is '\(reduction)'")
        let result = try context.make(value.type, value.shape)
        result.copy(from: value, shape: value.shape, strides: value.strides)
        guard blockSize > 0 else { return result }
        let bytes = blockSize * value.width
        for (index, offset) in offsets.enumerated() {
            let target = result.bytes + Int(offset) * value.width
            let source = updates.bytes + index * bytes
            guard let operation else {
                target.copyMemory(from: source, byteCount: bytes)
                continue
            }
            guard
                fk_binary(operation, value.type.rawValue, 1, [Int64(blockSize)], target, target, [1], source, [1]) != 0
            else { throw context.refusal(of: value.type) }
        }
        return result
    }

    private static func nonZero(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        let truth = try value.converted(to: .bool, in: context.memory).bytes.assumingMemoryBound(to: UInt8.self)
        let found = (0..<value.count).filter { truth[$0] != 0 }
        let result = try context.make(.int64, [value.rank, found.count])
        let strides = value.strides
        for axis in value.shape.indices {
            for (index, place) in found.enumerated() {
                result.integers[axis * found.count + index] = Int64(place / strides[axis] % value.shape[axis])
            }
        }
        return result
    }

    private static func compress(_ context: KernelContext) throws -> Value {
        var value = try context.input(0)
        let condition = try context.input(1)
        try context.check(condition.type == .bool && condition.rank == 1, "the condition does not fit")
        var axis = 0
        if context.node.attribute("axis") == nil {
            value = value.reshaped([value.count])
        } else {
            axis = try context.axis(try context.integer("axis", default: 0), rank: value.rank)
        }
        let truth = condition.bytes.assumingMemoryBound(to: UInt8.self)
        let kept = (0..<min(condition.count, value.shape[axis])).filter { truth[$0] != 0 }.map { Int64($0) }
        return try context.gather(value, axis: axis, places: kept, shape: [kept.count])
    }

    private static func topK(_ context: KernelContext) throws -> [Value?] {
        let value = try context.input(0)
        let axis = try context.axis(try context.integer("axis", default: -1), rank: value.rank)
        let isLargest = try context.flag("largest", default: true)
        let size = value.shape[axis]
        let count: Int
        if context.opset < 10 {
            count = try context.integer("k", default: 0)
        } else {
            let stated = try context.integers(1)
            try context.check(stated.count == 1, "k is not a single number")
            count = stated[0]
        }
        try context.check(count >= 0 && count <= size, "the largest \(count) of \(size)")
        var shape = value.shape
        shape[axis] = count
        let indices = try context.make(.int64, shape)
        let result = try context.make(value.type, shape)
        let inner = value.shape[(axis + 1)...].reduce(1, *)
        let outer = value.shape[..<axis].reduce(1, *)
        guard result.count > 0 else { return [result, indices] }
        let keys = try value.converted(to: value.type.isFloatingPoint ? .double : .int64, in: context.memory)
        let numbers = keys.bytes.assumingMemoryBound(to: Double.self)
        var offsets = [Int64](repeating: 0, count: result.count)
        for o in 0..<outer {
            for i in 0..<inner {
                let base = o * size * inner + i
                // Of equal ones the first; NaN counts as the largest.
                func precedes(_ a: Int, _ b: Int) -> Bool {
                    let (x, y) = (base + a * inner, base + b * inner)
                    if keys.type == .int64 {
                        let (p, q) = (keys.integers[x], keys.integers[y])
                        return p == q ? a < b : isLargest ? p > q : p < q
                    }
                    let (p, q) = (numbers[x], numbers[y])
                    if p.isNaN || q.isNaN { return p.isNaN && q.isNaN ? a < b : p.isNaN == isLargest }
                    return p == q ? a < b : isLargest ? p > q : p < q
                }
                for (rank, index) in (0..<size).sorted(by: precedes).prefix(count).enumerated() {
                    let target = (o * count + rank) * inner + i
                    indices.integers[target] = Int64(index)
                    offsets[target] = Int64(base + index * inner)
                }
            }
        }
        fk_gather(1, value.count, value.width, offsets.count, offsets, result.bytes, value.bytes)
        return [result, indices]
    }
}

extension KernelContext {
    /// An input of indices, each within an axis, negative ones counted from its end.
    ///
    /// - Parameter size: of the axis that the index at a place means.
    func places(_ index: Int, below size: (Int) -> Int) throws -> [Int64] {
        let wide = try input(index).converted(to: .int64, in: memory)
        var places = [Int64](UnsafeBufferPointer(start: wide.integers, count: wide.count))
        for place in places.indices {
            let limit = Int64(size(place))
            guard places[place] >= -limit, places[place] < limit else {
                throw failure("index \(places[place]) is not below \(limit)")
            }
            if places[place] < 0 { places[place] += limit }
        }
        return places
    }

    /// Offsets in `value` of the elements that indices along an axis mean, at the same place of the other axes.
    fileprivate func elementOffsets(_ value: Value, _ indices: Value, axis: Int) throws -> [Int64] {
        try check(
            value.rank == indices.rank && value.rank >= 1
                && value.shape.indices.allSatisfy { $0 == axis || indices.shape[$0] <= value.shape[$0] },
            "indices \(indices.shape) do not fit \(value.shape)")
        let places = try self.places(1, below: { _ in value.shape[axis] })
        let own = indices.ordered.strides
        let strides = value.strides
        return places.indices.map { place in
            var offset = Int(places[place]) * strides[axis]
            for other in value.shape.indices where other != axis {
                offset += place / own[other] % indices.shape[other] * strides[other]
            }
            return Int64(offset)
        }
    }
}

extension Value {
    /// Its shape as a row-major value has it; for strides only.
    fileprivate var ordered: Value { Value(type: type, shape: shape, buffer: buffer) }
}

internal import CFloatKernels
internal import GraphEditing
internal import ONNX

extension OperatorKernels {
    /// Operators that make values from nothing, or from a shape.
    static let constants: [String: OperatorKernel] = [
        "Constant": OperatorKernel(.any) { context throws in [try constant(context)] },
        "ConstantOfShape": OperatorKernel(since: 9, .any) { context throws in
            let shape = try context.integers(0)
            try context.check(shape.allSatisfy { $0 >= 0 }, "a shape of \(shape)")
            let element: Value
            if let tensor = try context.tensor("value") {
                element = try Value(tensor, files: nil, in: context.memory)
                try context.check(element.count == 1, "attribute 'value' is not a single element")
            } else {
                element = try context.make(.float, [1])
                element.floats[0] = 0
            }
            let result = try context.make(element.type, shape)
            fk_fill(result.width, result.count, result.bytes, element.bytes)
            return [result]
        },
        "Range": OperatorKernel(since: 11) { context throws in [try range(context)] },
        "EyeLike": OperatorKernel(since: 9, .any) { context throws in [try eyeLike(context)] },
        "OneHot": OperatorKernel(since: 9, .any) { context throws in [try oneHot(context)] },
    ]

    private static func constant(_ context: KernelContext) throws -> Value {
        guard let tensor = context.node.constantValue else {
            throw context.unsupported("the executor does not support this form of constant")
        }
        return try Value(tensor, files: context.files, in: context.memory)
    }

    private static func range(_ context: KernelContext) throws -> Value {
        let ends = [try context.input(0), try context.input(1), try context.input(2)]
        let type = ends[0].type
        try context.check(ends.allSatisfy { $0.type == type && $0.count == 1 }, "start, limit and delta do not fit")
        if type.isFloatingPoint {
            var numbers: [Double] = []
            for end in ends {
                numbers.append(try end.converted(to: .double, in: context.memory).bytes.load(as: Double.self))
            }
            let count = ((numbers[1] - numbers[0]) / numbers[2]).rounded(.up)
            try context.check(
                count.isFinite && count < 0x1p40, "a range from \(numbers[0]) to \(numbers[1]) by \(numbers[2])")
            let result = try context.make(.double, [Int(max(0, count))])
            let values = result.bytes.assumingMemoryBound(to: Double.self)
            for index in 0..<result.count { values[index] = numbers[0] + Double(index) * numbers[2] }
            return try result.converted(to: type, in: context.memory)
        }
        var numbers: [Int] = []
        for end in ends { numbers.append(Int(try end.converted(to: .int64, in: context.memory).integers[0])) }
        let (distance, overflow) = numbers[1].subtractingReportingOverflow(numbers[0])
        let step = numbers[2]
        try context.check(!overflow && step != 0 && step != .min && distance != .min, "its limits are out of range")
        let isEmpty = distance == 0 || (distance > 0) != (step > 0)
        let count = isEmpty ? 0 : (abs(distance) - 1) / abs(step) + 1
        let result = try context.make(.int64, [count])
        for index in 0..<count { result.integers[index] = Int64(numbers[0] &+ index &* step) }
        return try result.converted(to: type, in: context.memory)
    }

    private static func eyeLike(_ context: KernelContext) throws -> Value {
        let like = try context.any(0)
        try context.check(like.rank == 2, "expected 2 axes, found \(like.shape)")
        let number = try context.integer("dtype", default: Int(like.type.rawValue))
        guard let type = Int32(exactly: number).flatMap({ ElementType(rawValue: $0) }), Value.width(of: type) != nil
        else { throw context.unsupported("the executor does not have type \(number)") }
        let result = try context.make(type, like.shape)
        var zero: UInt64 = 0
        fk_fill(result.width, result.count, result.bytes, &zero)
        let one = try Value(integers: [1], shape: [], in: context.memory).converted(to: type, in: context.memory)
        let diagonal = max(-like.shape[0], min(like.shape[1], try context.integer("k", default: 0)))
        for row in 0..<like.shape[0] where row + diagonal >= 0 && row + diagonal < like.shape[1] {
            fk_fill(one.width, 1, result.bytes + (row * like.shape[1] + row + diagonal) * one.width, one.bytes)
        }
        return result
    }

    private static func oneHot(_ context: KernelContext) throws -> Value {
        let indices = try context.input(0)
        let wide = try indices.converted(to: .int64, in: context.memory)
        let depth = try context.input(1).converted(to: .int64, in: context.memory)
        let values = try context.input(2)
        try context.check(depth.count == 1 && values.shape == [2], "depth or values do not fit")
        let size = Int(depth.integers[0])
        try context.check(size >= 0, "a depth of \(size)")
        let axis = try context.axis(try context.integer("axis", default: -1), rank: indices.rank + 1)
        let result = try context.make(values.type, indices.shape[..<axis] + [size] + indices.shape[axis...])
        fk_fill(result.width, result.count, result.bytes, values.bytes)
        let inner = indices.shape[axis...].reduce(1, *)
        for place in 0..<(size == 0 ? 0 : indices.count) {
            let index = Int(wide.integers[place])
            guard index >= -size, index < size else { continue }
            let target = (place / inner * size + (index < 0 ? index + size : index)) * inner + place % inner
            fk_fill(values.width, 1, result.bytes + target * values.width, values.bytes + values.width)
        }
        return result
    }
}

internal import CFloatKernels
internal import ONNX

extension OperatorKernels {
    /// Operators that change nothing but the shape or type, or ask for them.
    static let shaping: [String: OperatorKernel] = [
        "Identity": OperatorKernel(.any) { context throws in [try context.any(0)] },
        "Dropout": OperatorKernel(.any) { context throws in try dropout(context) },
        "Cast": OperatorKernel(.any) { context throws in
            let value = try context.any(0)
            let number = try context.integer("to", default: 0)
            guard let type = Int32(exactly: number).flatMap({ ElementType(rawValue: $0) }), Value.width(of: type) != nil
            else { throw context.unsupported("the executor does not cast to type \(number)") }
            return [try value.converted(to: type, in: context.memory)]
        },
        "CastLike": OperatorKernel(since: 15, .any) { context throws in
            [try context.any(0).converted(to: try context.any(1).type, in: context.memory)]
        },
        "Shape": OperatorKernel(.any) { context throws in
            let shape = try context.any(0).shape
            func edge(_ position: Int) -> Int {
                max(0, min(shape.count, position < 0 ? max(position, -shape.count) + shape.count : position))
            }
            let start = edge(try context.integer("start", default: 0))
            let end = edge(try context.integer("end", default: shape.count))
            return [try Value(integers: start < end ? Array(shape[start..<end]) : [], in: context.memory)]
        },
        "Size": OperatorKernel(.any) { context throws in
            [try Value(integers: [try context.any(0).count], shape: [], in: context.memory)]
        },
        "Reshape": OperatorKernel(.any) { context throws in [try reshape(context)] },
        "Flatten": OperatorKernel(.any) { context throws in
            let value = try context.input(0)
            let axis = try context.axis(try context.integer("axis", default: 1), rank: value.rank, allowsEnd: true)
            return [value.reshaped([value.shape[..<axis].reduce(1, *), value.shape[axis...].reduce(1, *)])]
        },
        "Squeeze": OperatorKernel(.any) { context throws in
            let value = try context.input(0)
            let stated = context.opset < 13 ? try context.integers("axes") : try context.optionalIntegers(1)
            let axes = try stated.map { (axes) throws in try context.axes(axes, rank: value.rank) }
            let removed = axes ?? value.shape.indices.filter { value.shape[$0] == 1 }
            try context.check(
                removed.allSatisfy { value.shape[$0] == 1 }, "axes \(removed) of \(value.shape) are not all 1")
            return [value.reshaped(value.shape.indices.filter { !removed.contains($0) }.map { value.shape[$0] })]
        },
        "Unsqueeze": OperatorKernel(.any) { context throws in
            let value = try context.input(0)
            let stated = context.opset < 13 ? try context.integers("axes") : try context.integers(1)
            try context.check(stated != nil, "attribute 'axes' is missing")
            let rank = value.rank + (stated?.count ?? 0)
            try context.check(rank <= Value.mostAxes, "it has too many axes")
            let axes = try context.axes(stated ?? [], rank: rank)
            var rest = value.shape[...]
            return [value.reshaped((0..<rank).map { axes.contains($0) ? 1 : rest.removeFirst() })]
        },
    ]

    private static func dropout(_ context: KernelContext) throws -> [Value?] {
        let value = try context.any(0)
        if context.opset >= 12, let training = try context.optionalIntegers(2), training.first ?? 0 != 0,
            try context.optionalScalar(1) ?? 0.5 != 0
        {
            throw context.unsupported("the executor does not train: training_mode is set")
        }
        guard context.node.outputs.count > 1 else { return [value] }
        let mask = try context.make(context.opset < 10 ? value.type : .bool, value.shape)
        let one = try Value(integers: [1], shape: [], in: context.memory).converted(to: mask.type, in: context.memory)
        fk_fill(mask.width, mask.count, mask.bytes, one.bytes)
        return [value, mask]
    }

    private static func reshape(_ context: KernelContext) throws -> Value {
        let value = try context.input(0)
        var shape = try context.integers(1)
        try context.check(shape.count <= Value.mostAxes, "it has too many axes")
        let allowsZero = context.opset >= 14 ? try context.flag("allowzero") : false
        for axis in shape.indices where shape[axis] == 0 && !allowsZero {
            try context.check(axis < value.rank, "axis \(axis), which the size is copied from, does not exist")
            shape[axis] = value.shape[axis]
        }
        var known = 1
        for size in shape where size != -1 {
            try context.check(size >= 0, "it cannot have the shape \(shape)")
            let (product, overflow) = known.multipliedReportingOverflow(by: size)
            try context.check(!overflow, "it cannot have the shape \(shape)")
            known = product
        }
        if let open = shape.firstIndex(of: -1) {
            try context.check(known > 0 && value.count % known == 0, "\(value.shape) cannot become \(shape)")
            shape[open] = value.count / known
            known = value.count
        }
        try context.check(shape.allSatisfy { $0 >= 0 } && known == value.count, "\(value.shape) cannot become \(shape)")
        return value.reshaped(shape)
    }
}

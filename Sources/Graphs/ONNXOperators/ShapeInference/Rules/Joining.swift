internal import ONNX

/// Operators that put tensors together, take them apart, or repeat them.
enum Joining {
    static func concat(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard !context.inputs.isEmpty, context.inputs.indices.allSatisfy({ context.shape($0) != nil }),
            let first = context.shape(0)
        else { return }
        let stated = try context.opset < 4 ? context.node.integer("axis", default: 1) : context.node.integer("axis")
        // Negative axes came in opset 11; before, onnx leaves the shape open.
        if stated < 0, context.opset < 11, context.asOnnx || stated < -first.count { return }
        let axis = try context.axis(stated, rank: first.count)
        if context.inputs.count == 1 {
            context.set(0, type, first, constant: context.constant(0)?.folded)
            return
        }
        var shape = [Dimension].open(first.count)
        var length: Int? = 0
        for index in context.inputs.indices {
            guard let part = try context.shape(index, rank: first.count) else { return }
            for other in shape.indices where other != axis { try context.unify(&shape[other], part[other]) }
            if case .fixed(let size) = part[axis] {
                guard size >= 0 else { throw context.failure("an axis of size \(size)") }
                length = try length.map { (sum) throws in try context.sum(sum, size) }
            } else {
                length = nil
            }
        }
        shape[axis] = length.map { .fixed($0) } ?? .unknown
        let constant = axis == 0 && first.count == 1 ? joinedConstant(context) : nil
        context.set(0, type, shape, constant: constant)
    }

    private static func joinedConstant(_ context: NodeContext) -> IntegerConstant? {
        var elements: [Dimension] = []
        for index in context.inputs.indices {
            guard let part = context.elements(index) else { return nil }
            elements += part
            guard elements.count <= IntegerConstant.countLimit else { return nil }
        }
        return IntegerConstant(elements)
    }

    static func split(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        let count = context.outputs.count
        for index in 0..<count { context.set(index, type, nil) }
        guard let data = context.shape(0), count > 0 else { return }
        let stated = try context.node.integer("axis", default: 0)
        let axis = try context.axis(stated, rank: data.count)
        guard case .fixed(let whole) = data[axis] else {
            for index in 0..<count { context.set(index, type, data.replacing(axis, with: .unknown)) }
            return
        }
        guard let sizes = try parts(context, whole, count) else { return }
        for index in 0..<count {
            context.set(index, type, data.replacing(axis, with: .fixed(sizes[index])))
        }
    }

    /// How long each part is; `nil` if that is not known.
    private static func parts(_ context: NodeContext, _ whole: Int, _ count: Int) throws -> [Int]? {
        let parts = context.opset >= 18 ? try context.node.integerIfPresent("num_outputs") : nil
        switch try context.setting("split", attributeBefore: 13, input: 1) {
        case .unknown:
            if parts != nil { throw context.node.refusal("num_outputs", "it conflicts with the input 'split'") }
            return nil
        case .known(let values) where context.opset >= 13 || !values.isEmpty:
            if parts != nil { throw context.node.refusal("num_outputs", "it conflicts with the input 'split'") }
            guard values.count == count else {
                throw context.failure("it splits into \(values.count) parts and has \(count) outputs")
            }
            var sum = 0
            for value in values { sum = try context.sum(sum, value) }
            guard sum == whole else { throw context.failure("the parts \(values) are not the \(whole) of the axis") }
            return values
        case .known, .absent: break
        }
        guard context.opset >= 18 else {
            guard whole.isMultiple(of: count) else {
                throw context.failure("an axis of \(whole) cannot be split into \(count) equal parts")
            }
            return [Int](repeating: whole / count, count: count)
        }
        guard let parts else { throw context.failure("neither 'split' nor 'num_outputs' is set") }
        guard parts >= 1 else { throw context.node.refusal("num_outputs", "\(parts) is out of range") }
        guard parts >= count else {
            throw context.node.refusal("num_outputs", "it is \(parts), and there are \(count) outputs")
        }
        // The last part may be smaller.
        let part = whole / parts + (whole.isMultiple(of: parts) ? 0 : 1)
        return (0..<count).map { index in
            let (start, overflow) = part.multipliedReportingOverflow(by: index)
            return index < parts - 1 || overflow ? part : whole - start
        }
    }

    static func expand(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0), context.shape(1) != nil else { return }
        guard let target = try context.shapeInput(1, "shape") else { return }
        context.set(0, type, try context.broadcast(data, target))
    }

    static func tile(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        // Opset 1 tiles one axis by two scalars.
        guard context.opset >= 6, let data = context.shape(0) else { return }
        guard let repeats = try context.integers(1, "repeats") else {
            context.set(0, type, .open(data.count))
            return
        }
        _ = try context.shape(1, rank: 1)
        guard repeats.count == data.count else {
            throw context.failure("\(repeats.count) repeats do not fit a tensor \(data.text)")
        }
        var shape: [Dimension] = []
        for (dimension, count) in zip(data, repeats) {
            guard count >= 0 else { throw context.failure("\(count) repeats") }
            shape.append(try context.product(dimension, .fixed(count)))
        }
        context.set(0, type, shape)
    }

    static func pad(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        let pads: [Int]
        var axes = Array(data.indices)
        if context.opset >= 18, context.shape(3) != nil {
            guard let stated = try context.integers(3, of: [.int32, .int64], "axes") else { return }
            axes = try context.axes(stated, rank: data.count)
            if axes.isEmpty {
                context.set(0, type, .open(data.count))
                return
            }
        }
        switch try context.setting("pads", attributeBefore: 11, input: 1) {
        case .absent:
            guard context.opset >= 11, context.node.inputs.count > 1 else { throw context.failure("pads are missing") }
            context.set(0, type, .open(data.count))
            return
        case .unknown:
            context.set(0, type, .open(data.count))
            return
        case .known(let values): pads = values
        }
        if context.opset >= 11 { _ = try context.shape(1, rank: 1) }
        guard pads.count == 2 * axes.count else {
            throw context.failure("\(pads.count) pads do not fit \(axes.count) axes")
        }
        var shape = data
        for (index, axis) in axes.enumerated() {
            let total = try context.sum(pads[index], pads[index + axes.count])
            switch data[axis] {
            case .fixed(let size): shape[axis] = .fixed(try context.sum(size, total))
            default: shape[axis] = total == 0 ? data[axis] : .unknown
            }
        }
        context.set(0, type, shape)
    }

    /// Axes are cut or padded to the sizes of input 1.
    static func centerCropPad(_ context: inout NodeContext) throws {
        guard context.node.inputs.count == 2 else {
            throw context.failure("expected 2 inputs, found \(context.node.inputs.count)")
        }
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0),
            let sizes = try context.integers(1, of: [.int32, .int64], "shape")
        else { return }
        let axes =
            try context.node.integers("axes").map { (values) throws in
                try context.axes(values, rank: data.count)
            } ?? Array(data.indices)
        guard sizes.count == axes.count else {
            throw context.failure("\(sizes.count) sizes do not fit \(axes.count) axes")
        }
        var shape = data
        for (axis, size) in zip(axes, sizes) { shape[axis] = .fixed(size) }
        context.set(0, type, shape)
    }
}

extension [Dimension] {
    /// With another size for one axis.
    func replacing(_ axis: Int, with size: Dimension) -> [Dimension] {
        var shape = self
        shape[axis] = size
        return shape
    }
}

internal import ONNX
internal import Support

/// Operators whose result is known before anything runs, or whose shape is a value.
enum Constants {
    private static let valueAttributes: Set<String> = [
        "value", "sparse_value", "value_float", "value_floats", "value_int", "value_ints", "value_string",
        "value_strings",
    ]

    /// One of the attributes `value`, `value_float`, `value_ints` and so on.
    static func constant(_ context: inout NodeContext) throws {
        // Sparse ones came in opset 11, the others in 12.
        let known: Set<String> =
            switch context.opset {
            case ..<11: ["value"]
            case 11: ["value", "sparse_value"]
            default: valueAttributes
            }
        let values = context.node.attributes.filter { known.contains($0.name) }
        guard values.count == 1 else {
            // Before opset 9 onnx lets it pass.
            if context.opset < 9 { return }
            throw context.failure("it has \(values.count) values, not one")
        }
        switch (values[0].name, values[0].value) {
        case ("value", .tensor(let tensor)):
            context.set(0, InferredValue(tensor, context.files))
        case ("sparse_value", .sparseTensor(let tensor)):
            context.set(
                0, tensor.values.elementType, tensor.shape.map { .fixed($0) })
        // The type alone is not a value.
        case ("value_float", _) where values[0].unknownFields.isUnusual(2),
            ("value_int", _) where values[0].unknownFields.isUnusual(3),
            ("value_string", _) where values[0].unknownFields.isUnusual(4):
            throw context.node.refusal(values[0].name, "it has no value")
        case ("value_float", .float(let value)): setFloats(&context, [value], shape: [])
        case ("value_floats", .floats(let values)): setFloats(&context, values, shape: [values.count])
        case ("value_int", .integer(let value)):
            context.set(
                0, .int64, [], constant: IntegerConstant([.fixed(Int(value))], isScalar: true, isFolded: false))
        case ("value_ints", .integers(let values)):
            let isSmall = values.count <= IntegerConstant.countLimit
            context.set(
                0, .int64, [.fixed(values.count)],
                constant: isSmall ? IntegerConstant(values.map { .fixed(Int($0)) }, isFolded: false) : nil)
        case ("value_string", .string): context.set(0, .string, [])
        case ("value_strings", .strings(let values)): context.set(0, .string, [.fixed(values.count)])
        default: throw context.node.refusal(values[0].name, "found \(values[0].value.summary)")
        }
    }

    private static func setFloats(_ context: inout NodeContext, _ values: [Float], shape: [Int]) {
        context.set(0, InferredValue(Tensor(shape: shape, floats: values), context.files))
    }

    static func ofShape(_ context: inout NodeContext) throws {
        let value = try context.node.tensor("value")
        if let value, value.shape.count != 1 {
            throw context.node.refusal("value", "expected a list of one element")
        }
        let type = value?.elementType ?? .float
        let shape = try context.shapeInput(0, "the shape")
        if let shape, let negative = shape.first(where: { ($0.size ?? 0) < 0 }) {
            throw context.failure("the shape has a size of \(negative)")
        }
        var constant: IntegerConstant?
        if let value, let shape, shape.count <= 1, let count = shape.first.map(\.size) ?? 1,
            count <= IntegerConstant.countLimit, let element = IntegerConstant(value, context.files)?.single
        {
            constant = IntegerConstant([Dimension](repeating: .fixed(element), count: count), isScalar: shape.isEmpty)
        }
        context.set(0, type, shape, constant: constant)
    }

    static func shape(_ context: inout NodeContext) throws {
        guard let data = context.shape(0) else {
            context.set(0, .int64, [.unknown])
            return
        }
        func place(_ value: Int) -> Int {
            min(max(value < 0 ? value + data.count : value, 0), data.count)
        }
        let takesRange = context.opset >= 15
        let start = takesRange ? place(try context.node.integer("start", default: 0)) : 0
        let end = takesRange ? place(try context.node.integer("end", default: data.count)) : data.count
        let part = start < end ? Array(data[start..<end]) : []
        context.set(
            0, .int64, [.fixed(part.count)],
            constant: part.count <= IntegerConstant.countLimit ? IntegerConstant(part) : nil)
    }

    static func size(_ context: inout NodeContext) throws {
        let count = context.shape(0)?.sizes.flatMap { checkedProduct($0) }
        context.set(0, .int64, [], constant: count.map { IntegerConstant([.fixed($0)], isScalar: true) })
    }

    static func range(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, [.unknown])
        guard context.node.inputs.count >= 3 else { throw context.failure("start, limit or step is missing") }
        let tensors = (0..<3).compactMap { context.input($0)?.tensor }
        if tensors.count == 3, tensors.contains(where: { $0.elementType != tensors[0].elementType }) {
            throw context.failure("start, limit and step differ in type")
        }
        guard [.float, .double, .int32, .int64].contains(type) || tensors.isEmpty else { return }
        guard (0..<3).allSatisfy({ context.input($0)?.tensor != nil || context.constant($0) != nil }),
            let start = try context.scalar(0, "start"), let limit = try context.scalar(1, "limit"),
            let step = try context.scalar(2, "step")
        else { return }
        // A step of 0 has no size, and is not an error to onnx.
        guard step != 0 else {
            context.recordImpossible("the step is 0")
            return
        }
        guard let count = Int(exactly: ((limit - start) / step).rounded(.up)) else { return }
        context.set(0, type, [.fixed(max(0, count))])
    }

    static func eyeLike(_ context: inout NodeContext) throws {
        let type = try context.elementTypeAttribute("dtype", orInput: 0)
        context.set(0, type, try context.shape(0, rank: 2))
    }
}

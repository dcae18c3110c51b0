/// Operators whose result is known before anything runs, or whose shape is a value.
enum Constants {
    /// One of the attributes `value`, `value_float`, `value_ints` and so on.
    static func constant(_ context: inout NodeContext) throws(ONNXError) {
        for attribute in context.node.attributes {
            switch (attribute.name, attribute.value) {
            case ("value", .tensor(let tensor)):
                context.set(0, InferredValue(tensor, context.files))
            case ("sparse_value", .sparseTensor(let tensor)):
                context.set(0, tensor.values.elementType, tensor.shape.map { .fixed($0) })
            case ("value_float", .float): context.set(0, .float, [])
            case ("value_floats", .floats(let values)): context.set(0, .float, [.fixed(values.count)])
            case ("value_int", .integer(let value)):
                context.set(0, .int64, [], constant: IntegerConstant([.fixed(Int(value))], isScalar: true))
            case ("value_ints", .integers(let values)):
                let isSmall = values.count <= IntegerConstant.countLimit
                context.set(
                    0, .int64, [.fixed(values.count)],
                    constant: isSmall ? IntegerConstant(values.map { .fixed(Int($0)) }) : nil)
            case ("value_string", .string): context.set(0, .string, [])
            case ("value_strings", .strings(let values)): context.set(0, .string, [.fixed(values.count)])
            default: continue
            }
            return
        }
    }

    static func ofShape(_ context: inout NodeContext) throws(ONNXError) {
        let value = try context.node.tensor("value")
        let type = value?.elementType ?? .float
        let shape = context.constant(0)?.elements
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

    static func shape(_ context: inout NodeContext) throws(ONNXError) {
        guard let data = context.shape(0) else {
            context.set(0, .int64, [.unknown])
            return
        }
        func place(_ value: Int) -> Int {
            let (moved, _) = value < 0 ? value.addingReportingOverflow(data.count) : (value, false)
            return min(max(moved, 0), data.count)
        }
        let start = place(try context.node.integer("start", default: 0))
        let end = place(try context.node.integer("end", default: data.count))
        let part = start < end ? Array(data[start..<end]) : []
        context.set(
            0, .int64, [.fixed(part.count)],
            constant: part.count <= IntegerConstant.countLimit ? IntegerConstant(part) : nil)
    }

    static func size(_ context: inout NodeContext) throws(ONNXError) {
        let count = context.shape(0).map { DimensionArithmetic.product($0) }
        context.set(0, .int64, [], constant: count.map { IntegerConstant([$0], isScalar: true) })
    }

    static func range(_ context: inout NodeContext) throws(ONNXError) {
        var size = Dimension.unknown
        if let start = context.constant(0)?.single, let limit = context.constant(1)?.single,
            let step = context.constant(2)?.single
        {
            guard step != 0 else { throw context.failure("the step is 0") }
            let (span, overflow) = limit.subtractingReportingOverflow(start)
            if !overflow, span.magnitude < 1 << 62, step.magnitude < 1 << 62 {
                let steps = span / step + (span % step != 0 ? 1 : 0)
                size = DimensionArithmetic.dimension((span > 0) == (step > 0) ? max(0, steps) : 0)
            }
        }
        context.set(0, context.elementType(0), [size])
    }

    static func eyeLike(_ context: inout NodeContext) throws(ONNXError) {
        var type = context.elementType(0)
        if let stated = try context.node.integerIfPresent("dtype") {
            type = Int32(exactly: stated).flatMap(ElementType.init(rawValue:))
        }
        context.set(0, type, context.shape(0))
    }
}

internal import ONNX

/// Random numbers, of a shape that is stated or that another tensor has.
enum Random {
    static func ofShape(_ context: inout NodeContext) throws {
        let type = try context.elementTypeAttribute("dtype") ?? .float
        guard let shape = try context.node.integers("shape") else {
            throw context.node.refusal("shape", "it is missing")
        }
        for size in shape where size < 0 { throw context.node.refusal("shape", "\(size) is out of range") }
        context.set(0, type, shape.map { .fixed($0) })
    }

    static func like(_ context: inout NodeContext) throws {
        let type = try context.elementTypeAttribute("dtype", orInput: 0)
        context.set(0, type, context.shape(0))
    }

    /// From probabilities `[batch, classes]`, samples `[batch, count]`.
    static func multinomial(_ context: inout NodeContext) throws {
        let type = try context.elementTypeAttribute("dtype") ?? .int32
        guard type == .int32 || type == .int64 else {
            throw context.node.refusal("dtype", "\(type) is not an index type")
        }
        let batch = try context.shape(0, rank: 2)?[0] ?? .unknown
        context.set(0, type, [batch, .fixed(try context.node.integer("sample_size", default: 1))])
    }
}

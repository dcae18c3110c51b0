internal import ONNX

/// Attention: `[batch, heads, length, size]`, or `[batch, length, heads * size]` with the numbers of heads as attributes.
enum Attention {
    static func infer(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        for index in 0..<4 where index == 0 || index == 3 { context.set(index, type, nil) }
        var keyLength: Dimension = .unknown
        var products: [Dimension] = []
        if let query = context.shape(0) {
            try checkRanks(context, query)
            products = [query[0]]
            if let value = context.shape(2), value.count == query.count {
                keyLength = value[value.count - 2]
                if query.count == 4 {
                    context.set(0, type, [query[0], query[1], query[2], value[3]])
                    products += [query[1], query[2], keyLength]
                } else {
                    let (heads, keyHeads) = try self.heads(context)
                    let size = try context.product(context.quotient(value[2], keyHeads), .fixed(heads))
                    context.set(0, type, [query[0], query[1], size])
                    products += [.fixed(heads), query[1], keyLength]
                }
            }
        }
        let total = try present(&context, keyLength)
        if products.count == 4 {
            if let total { products[3] = total }
            context.set(3, type, products)
        }
        if context.opset >= 25 { try checkOptions(context) }
    }

    private static func checkRanks(_ context: NodeContext, _ query: [Dimension]) throws {
        for index in 0..<3 {
            guard let shape = context.shape(index), shape.count != 3, shape.count != 4 else { continue }
            throw context.failure("input \(index) needs 3 or 4 axes, found \(shape.text)")
        }
        guard query.count == 3 else { return }
        _ = try context.node.integer("q_num_heads")
        _ = try context.node.integer("kv_num_heads")
    }

    private static func heads(_ context: NodeContext) throws -> (query: Int, key: Int) {
        let (query, key) = (try context.node.integer("q_num_heads"), try context.node.integer("kv_num_heads"))
        guard query > 0, key > 0 else { throw context.failure("\(query) and \(key) heads") }
        return (query, key)
    }

    /// Keys and values with those of the past before them.
    private static func present(_ context: inout NodeContext, _ length: Dimension) throws -> Dimension? {
        guard context.hasOutput(1), context.hasOutput(2), context.has(4), context.has(5) else { return nil }
        context.set(1, try context.element(4), nil)
        context.set(2, try context.element(5), nil)
        guard let key = context.shape(4), let value = context.shape(5) else { return nil }
        _ = try context.shape(4, rank: 4)
        _ = try context.shape(5, rank: 4)
        guard case .fixed(let length) = length, length > 0, case .fixed(let past) = key[2] else { return nil }
        let total = Dimension.fixed(try context.sum(length, past))
        context.set(1, try context.element(4), key.replacing(2, with: total))
        context.set(2, try context.element(5), value.replacing(2, with: total))
        return total
    }

    private static func checkOptions(_ context: NodeContext) throws {
        for name in ["left_window_size", "right_window_size"] {
            let size = try context.node.integer(name, default: -1)
            guard size >= -1 else { throw context.node.refusal(name, "\(size) is out of range") }
        }
        let names = ["q_num_heads", "kv_num_heads"]
        if let query = context.shape(0), query.count == 4, names.contains(where: { context.node.attribute($0) != nil })
        {
            throw context.failure("numbers of heads do not go with 4 axes")
        }
        if context.shape(0)?.count == 3 { _ = try heads(context) }
        guard context.has(4) == context.has(5) else { throw context.failure("past keys and values go together") }
        guard context.hasOutput(1) == context.hasOutput(2) else {
            throw context.failure("present keys and values go together")
        }
        if context.has(6), context.has(4) || context.hasOutput(1) {
            throw context.failure("nonpad_kv_seqlen does not go with past or present keys")
        }
    }

    /// Rotates the data, which keeps its shape.
    static func rotary(_ context: inout NodeContext) throws {
        try context.copy()
        guard let shape = context.shape(0) else { return }
        guard shape.count == 3 || shape.count == 4 else {
            throw context.failure("it needs 3 or 4 axes, found \(shape.text)")
        }
        if shape.count == 3 { _ = try context.node.integer("num_heads") }
    }
}

extension NodeContext {
    /// Whether the node names this output.
    func hasOutput(_ index: Int) -> Bool { index < node.outputs.count && !node.outputs[index].isEmpty }
}

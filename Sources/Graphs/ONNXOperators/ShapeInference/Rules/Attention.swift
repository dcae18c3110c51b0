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

    /// Data `[batch, channels, length]`, weights `[channels, 1, kernel]`, state `[batch, channels, kernel - 1]`.
    static func causalConvolution(_ context: inout NodeContext) throws {
        let activation = try context.node.text("activation", default: "none")
        // onnx takes no text for no activation.
        guard ["", "none", "silu", "swish"].contains(activation) else {
            throw context.node.refusal("activation", "there is no '\(activation)'")
        }
        try context.copy()
        let type = try context.element(0)
        var axes = NamedAxes()
        try axes.match(context, 0, "B C L")
        try axes.match(context, 1, "C 1 K")
        if context.has(2) { try axes.match(context, 2, "C") }
        if context.has(3) { try axes.match(context, 3, "B C S") }
        if case .fixed(let kernel) = axes["K"] {
            guard kernel >= 1 else { throw context.failure("a kernel of \(kernel)") }
            var state = axes["S"]
            try context.unify(&state, .fixed(kernel - 1))
            axes["S"] = state
        }
        context.set(1, type, axes.shape("B C S"))
    }

    /// Queries, keys and values of three axes, a state of four.
    static func linear(_ context: inout NodeContext) throws {
        let heads = try context.node.integer("q_num_heads", default: 0)
        let keyHeads = try context.node.integer("kv_num_heads", default: 0)
        guard heads > 0, keyHeads > 0, heads.isMultiple(of: keyHeads) else {
            throw context.failure("\(heads) query heads for \(keyHeads) key heads")
        }
        try checkUpdateRule(context)
        let type = try context.element(0)
        let stateType = context.elementType(3) ?? type
        context.set(0, type, nil)
        context.set(1, stateType, nil)
        var axes = NamedAxes()
        axes["heads"] = .fixed(keyHeads)
        try axes.match(context, 0, "B T query")
        try axes.match(context, 1, "B T key")
        try axes.match(context, 2, "B T value")
        if context.has(3) { try axes.match(context, 3, "B heads keySize valueSize") }
        if context.has(4) { try axes.match(context, 4, "B T decay") }
        if context.has(5) { try axes.match(context, 5, "B T beta") }
        for (packed, count, size) in [
            ("query", heads, "keySize"), ("key", keyHeads, "keySize"), ("value", keyHeads, "valueSize"),
        ] {
            guard case .fixed(let whole) = axes[packed] else { continue }
            guard whole.isMultiple(of: count) else { throw context.failure("\(whole) in \(count) heads") }
            var part = axes[size]
            try context.unify(&part, .fixed(whole / count))
            axes[size] = part
        }
        try checkGates(context, axes, keyHeads)
        axes["out"] =
            try axes["valueSize"].size.map { (size) throws in
                .fixed(try context.product(size, heads))
            } ?? .unknown
        context.set(0, type, axes.shape("B T out"))
        context.set(1, stateType, axes.shape("B heads keySize valueSize"))
    }

    private static func checkUpdateRule(_ context: NodeContext) throws {
        let rule = try context.node.text("update_rule", default: "gated_delta")
        let uses: [String: (decay: Bool, beta: Bool)] = [
            "linear": (false, false), "gated": (true, false), "delta": (false, true), "gated_delta": (true, true),
        ]
        guard let uses = uses[rule] else { throw context.node.refusal("update_rule", "there is no '\(rule)'") }
        guard context.has(4) == uses.decay else {
            throw context.failure("update rule '\(rule)' \(uses.decay ? "needs" : "takes no") decay")
        }
        guard context.has(5) == uses.beta else {
            throw context.failure("update rule '\(rule)' \(uses.beta ? "needs" : "takes no") beta")
        }
    }

    private static func checkGates(_ context: NodeContext, _ axes: NamedAxes, _ heads: Int) throws {
        if case .fixed(let decay) = axes["decay"], decay != heads {
            let fits: Bool
            if case .fixed(let size) = axes["keySize"] {
                fits = decay == (try context.product(heads, size))
            } else {
                fits = decay.isMultiple(of: heads)
            }
            guard fits else { throw context.failure("a decay of \(decay) for \(heads) heads") }
        }
        if case .fixed(let beta) = axes["beta"], beta != 1, beta != heads {
            throw context.failure("a beta of \(beta) for \(heads) heads")
        }
    }

    /// `[batch, heads, length, size]`, with graphs that change scores and probabilities.
    static func flexible(_ context: inout NodeContext) throws {
        guard context.node.inputs.count >= 3 else { throw context.failure("it takes queries, keys and values") }
        guard (0..<3).allSatisfy({ context.type($0) != nil }) else { return }
        let type = try context.element(0)
        for index in 1..<3 {
            guard try context.element(index) == type else {
                throw context.failure("inputs 0 and \(index) differ in type")
            }
        }
        var axes = NamedAxes()
        for (index, names) in ["B queryHeads L D", "B keyHeads S D", "B keyHeads S V"].enumerated() {
            guard context.shape(index) != nil else { throw context.failure("input \(index) needs 4 axes") }
            try axes.match(context, index, names)
        }
        if case .fixed(let heads) = axes["queryHeads"], case .fixed(let keyHeads) = axes["keyHeads"],
            heads != keyHeads, keyHeads == 0 || !heads.isMultiple(of: keyHeads)
        {
            throw context.failure("\(heads) query heads for \(keyHeads) key heads")
        }
        context.set(0, type, axes.shape("B queryHeads L V"))
    }
}

extension NodeContext {
    /// Whether somebody wants this output.
    func hasOutput(_ index: Int) -> Bool { index < node.outputs.count && !node.outputs[index].isEmpty }
}

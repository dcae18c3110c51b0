internal import CBinProto
internal import Support

/// What is read of the one graph.
struct GraphFacts {
    struct Mistake: Error {
        let reason: String
    }

    var name = ""
    var inputs: [BinModel.Port] = []
    var outputs: [BinModel.Port] = []
    var feeds: [BinModel.Feed] = []
    var cpuOperators: [String] = []
    var entryPoint = ""
    var scales: [Float] = []

    static func read(_ graph: RepvitBin__Graph) -> Result<GraphFacts, Mistake> {
        var facts = GraphFacts()
        facts.name = text(graph.name)
        for (field, count, isInput) in [(graph.input, graph.n_input, true), (graph.output, graph.n_output, false)] {
            for value in pointers(field, count) {
                guard let port = port(value.pointee) else {
                    return .failure(Mistake(reason: "an input or output has no type, or an impossible shape"))
                }
                if isInput { facts.inputs.append(port) } else { facts.outputs.append(port) }
            }
        }
        let nodes = pointers(graph.node, graph.n_node)
        let bpu = nodes.filter { text($0.pointee.op_type) == "BPU" }
        guard bpu.count == 1 else { return .failure(Mistake(reason: "expected one BPU part, found \(bpu.count)")) }
        facts.entryPoint = text(bpu[0].pointee.name)
        facts.cpuOperators = nodes.map { text($0.pointee.op_type) }.filter { $0 != "BPU" }
        guard !facts.inputs.isEmpty, !facts.outputs.isEmpty, !facts.entryPoint.isEmpty else {
            return .failure(Mistake(reason: "it has no inputs, no outputs, or no name for its BPU part"))
        }
        facts.scales = scales(of: graph, nodes: nodes.map(\.pointee))
        facts.feeds = feeds(of: graph, nodes: nodes.map(\.pointee), inputs: facts.inputs)
        guard facts.scales.allSatisfy(\.isFinite) else {
            return .failure(Mistake(reason: "an output scale is not a finite number"))
        }
        return .success(facts)
    }

    /// The second input of the one `Dequantize`. Where that was removed, what it used is still there, as the only
    /// numbers that no node uses.
    private static func scales(of graph: RepvitBin__Graph, nodes: [RepvitBin__Node]) -> [Float] {
        let dequantize = nodes.filter { text($0.op_type) == "Dequantize" }
        let constants = floats(of: graph)
        if dequantize.isEmpty {
            let used = Set(nodes.flatMap(operands))
            let unused = constants.filter { !used.contains($0.key) && !$0.value.isEmpty }
            return unused.count == 1 ? unused.first?.value ?? [] : []
        }
        guard dequantize.count == 1, let name = operands(dequantize[0]).dropFirst().first else { return [] }
        return constants[name] ?? []
    }

    private static func floats(of graph: RepvitBin__Graph) -> [String: [Float]] {
        var values: [String: [Float]] = [:]
        for constant in pointers(graph.initializer, graph.n_initializer) {
            values[text(constant.pointee.name)] = numbers(
                constant.pointee.float_data, constant.pointee.n_float_data)
        }
        return values
    }

    private static func operands(_ node: RepvitBin__Node) -> [String] {
        guard let inputs = node.input else { return [] }
        return (0..<node.n_input).map { text(inputs[$0]) }
    }

    /// The inputs of the BPU part; empty if one of them is of an unknown kind.
    private static func feeds(of graph: RepvitBin__Graph, nodes: [RepvitBin__Node], inputs: [BinModel.Port])
        -> [BinModel.Feed]
    {
        guard let bpu = nodes.first(where: { text($0.op_type) == "BPU" }) else { return [] }
        let kinds = numbers(graph.input_type, graph.n_input_type)
        guard kinds.count == inputs.count else { return [] }
        let constants = floats(of: graph)
        var feeds: [BinModel.Feed] = []
        for operand in operands(bpu) {
            var (name, scale) = (operand, nil as Float?)
            if let quantize = nodes.first(where: { text($0.op_type) == "Quantize" && outputs($0) == [operand] }) {
                let sources = operands(quantize)
                guard sources.count == 2, let scales = constants[sources[1]], scales.count == 1, scales[0] > 0
                else {
                    return []
                }
                (name, scale) = (sources[0], scales[0])
            }
            guard let index = inputs.firstIndex(where: { $0.name == name }),
                let kind = kind(kinds[index], scale: scale)
            else { return [] }
            feeds.append(BinModel.Feed(name: name, kind: kind, shape: inputs[index].shape))
        }
        return feeds
    }

    private static func outputs(_ node: RepvitBin__Node) -> [String] {
        guard let outputs = node.output else { return [] }
        return (0..<node.n_output).map { text(outputs[$0]) }
    }

    /// The numbers are those of hb_mapper 1.24.
    private static func kind(_ number: Int32, scale: Float?) -> BinModel.Feed.Kind? {
        switch (number, scale) {
        case (5, let scale?): .featureMap(scale: scale)
        case (6, nil): .gray
        case (7, nil): .nv12
        case (8, nil): .yuv444
        case (9, nil): .bgr
        case (10, nil): .rgb
        default: nil
        }
    }

    private static func port(_ value: RepvitBin__Value) -> BinModel.Port? {
        guard let type = value.type else { return nil }
        let shape = numbers(type.pointee.dimension, type.pointee.n_dimension)
        // No tensor at the border of a model for this chip is anywhere near this large; so no product overflows.
        guard shape.allSatisfy({ $0 >= 0 }), let count = checkedProduct(shape.map { max(1, Int($0)) }),
            count <= 1 << 32
        else { return nil }
        let names = [
            "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "bytes", "float16",
            "float64", "uint32", "uint64", "bfloat16", "bool",
        ]
        let index = Int(type.pointee.element_type)
        return BinModel.Port(
            name: text(value.name), shape: shape.map { Int($0) },
            elementType: names.indices.contains(index) ? names[index] : "type \(index)")
    }
}

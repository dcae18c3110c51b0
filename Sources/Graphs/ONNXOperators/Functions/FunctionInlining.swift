package import ONNX

extension Model {
    /// The same model without functions of its own: each call is replaced by the function's nodes, in subgraphs too.
    ///
    ///     y = Block(x)                     becomes      Block/t = Conv(x, w);  y = Relu(Block/t)
    ///
    /// Values and nodes inside get the caller's name in front. What the function's values are said to be is left out: it
    /// follows from the nodes.
    ///
    /// - Parameter limit: how many nodes the model may have then; calls of calls multiply.
    /// - Throws: ``ONNXError/node(node:problem:)`` if a function calls itself, is written in another opset than the model,
    ///   has fewer parameters than the call has operands, is called too deep, or makes the model too large.
    package func inliningFunctions(limit: Int = 1 << 20) throws -> Model {
        guard !functions.isEmpty else { return self }
        var inliner = FunctionInliner(self, limit: limit)
        var model = self
        model.graph = try inliner.inline(graph)
        model.functions = []
        model.opsetImports = inliner.opsetImports
        return model
    }
}

/// Replaces calls by what they do.
private struct FunctionInliner {
    private let functions: [String: Function]
    /// Those of the model, and those that only its functions need.
    private(set) var opsetImports: [OpsetImport]
    /// Names of values and nodes that are in use.
    private var taken: Set<String>
    private var budget: Int
    /// The functions that are being replaced, outermost first.
    private var stack: [String] = []
    private static let depthLimit = 64

    init(_ model: Model, limit: Int) {
        functions = Dictionary(
            model.functions.map { (Self.identifier($0.domain, $0.name, $0.overload), $0) },
            uniquingKeysWith: { first, _ in first })
        opsetImports = model.opsetImports
        taken = model.graph.namesInside
        budget = limit
    }

    private static func identifier(_ domain: String, _ name: String, _ overload: String) -> String {
        InferenceEngine.identifier(domain, name, overload)
    }

    mutating func inline(_ graph: Graph) throws -> Graph {
        var graph = graph
        graph.nodes = try inline(graph.nodes)
        return graph
    }

    private mutating func inline(_ nodes: [Node]) throws -> [Node] {
        var result: [Node] = []
        result.reserveCapacity(nodes.count)
        for var node in nodes {
            budget -= 1
            guard budget >= 0 else {
                throw ONNXError.node(
                    node: node.description, problem: "the model is too large when its functions are written out")
            }
            if let function = functions[Self.identifier(node.domain, node.operatorType, node.overload)] {
                result += try body(of: function, for: node)
                continue
            }
            for index in node.attributes.indices {
                switch node.attributes[index].value {
                case .graph(let graph): node.attributes[index].value = .graph(try inline(graph))
                case .graphs(let graphs):
                    var inlined: [Graph] = []
                    for graph in graphs { inlined.append(try inline(graph)) }
                    node.attributes[index].value = .graphs(inlined)
                default: break
                }
            }
            result.append(node)
        }
        return result
    }

    /// The nodes that do what a call does.
    private mutating func body(of function: Function, for call: Node) throws -> [Node] {
        let identifier = Self.identifier(function.domain, function.name, function.overload)
        guard !stack.contains(identifier) else {
            throw ONNXError.node(node: call.description, problem: "function '\(function.name)' calls itself")
        }
        guard stack.count < Self.depthLimit else {
            throw ONNXError.node(
                node: call.description, problem: "functions call each other more than \(Self.depthLimit) deep")
        }
        guard call.inputs.count <= function.inputs.count, call.outputs.count <= function.outputs.count else {
            throw ONNXError.node(
                node: call.description, problem: "it has more inputs or outputs than function '\(function.name)'")
        }
        for wanted in function.opsetImports { try require(wanted, function, call) }
        stack.append(identifier)
        defer { stack.removeLast() }

        var renaming = Renaming(
            prefix: call.name.isEmpty ? call.outputs.first { !$0.isEmpty } ?? function.name : call.name)
        for (index, name) in function.inputs.enumerated() {
            renaming.names[name] = index < call.inputs.count ? call.inputs[index] : ""
        }
        var passedOn: [Node] = []
        for (name, outer) in zip(function.outputs, call.outputs) where !outer.isEmpty {
            if let known = renaming.names[name] {
                // An input that is given back, or the same value under two names.
                passedOn.append(Node("Identity", name: outer, inputs: [known], outputs: [outer]))
            } else {
                renaming.names[name] = outer
            }
        }
        var attributes: [String: AttributeValue] = [:]
        for attribute in function.attributes + call.attributes { attributes[attribute.name] = attribute.value }
        var nodes: [Node] = []
        for node in function.nodes { nodes.append(renaming.rename(node.bound(to: attributes), &taken)) }
        return try inline(nodes) + passedOn
    }

    /// Sees to it that the model speaks the function's languages.
    private mutating func require(
        _ wanted: OpsetImport, _ function: Function, _ call: Node
    ) throws {
        func plain(_ domain: String) -> String { domain == "ai.onnx" ? "" : domain }
        guard let known = opsetImports.first(where: { plain($0.domain) == plain(wanted.domain) }) else {
            opsetImports.append(wanted)
            return
        }
        guard known.version == wanted.version else {
            let domain = wanted.domain.isEmpty ? "ai.onnx" : wanted.domain
            throw ONNXError.node(
                node: call.description,
                problem: "function '\(function.name)' is written in opset \(wanted.version) of \(domain), "
                    + "the model in \(known.version)")
        }
    }
}

/// New names for what is inside a function, the same wherever it is mentioned.
private struct Renaming {
    let prefix: String
    /// From names in the function to names in the caller; empty for an operand that is left out.
    var names: [String: String] = [:]

    private mutating func rename(_ name: String, _ taken: inout Set<String>) -> String {
        if name.isEmpty { return name }
        if let known = names[name] { return known }
        let fresh = Self.fresh("\(prefix)/\(name)", &taken)
        names[name] = fresh
        return fresh
    }

    private static func fresh(_ wanted: String, _ taken: inout Set<String>) -> String {
        var name = wanted
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(wanted)_\(number)"
            number += 1
        }
        return name
    }

    mutating func rename(_ node: Node, _ taken: inout Set<String>) -> Node {
        var node = node
        if !node.name.isEmpty { node.name = Self.fresh("\(prefix)/\(node.name)", &taken) }
        for index in node.inputs.indices { node.inputs[index] = rename(node.inputs[index], &taken) }
        for index in node.outputs.indices { node.outputs[index] = rename(node.outputs[index], &taken) }
        for index in node.attributes.indices {
            switch node.attributes[index].value {
            case .graph(let graph): node.attributes[index].value = .graph(rename(graph, &taken))
            case .graphs(let graphs):
                var renamed: [Graph] = []
                for graph in graphs { renamed.append(rename(graph, &taken)) }
                node.attributes[index].value = .graphs(renamed)
            default: break
            }
        }
        return node
    }

    /// A body of control flow: what it reads from outside and what it makes itself.
    private mutating func rename(_ graph: Graph, _ taken: inout Set<String>) -> Graph {
        var graph = graph
        for index in graph.inputs.indices { graph.inputs[index].name = rename(graph.inputs[index].name, &taken) }
        for index in graph.outputs.indices { graph.outputs[index].name = rename(graph.outputs[index].name, &taken) }
        for index in graph.initializers.indices {
            graph.initializers[index].name = rename(graph.initializers[index].name, &taken)
        }
        for index in graph.sparseInitializers.indices {
            graph.sparseInitializers[index].values.name = rename(graph.sparseInitializers[index].values.name, &taken)
        }
        for index in graph.valueInfo.indices {
            graph.valueInfo[index].name = rename(graph.valueInfo[index].name, &taken)
        }
        graph.quantizationAnnotations = []
        for index in graph.nodes.indices { graph.nodes[index] = rename(graph.nodes[index], &taken) }
        return graph
    }
}

extension Graph {
    /// Every name of a value or a node in it and in the graphs inside.
    fileprivate var namesInside: Set<String> {
        var names = Set(inputs.map(\.name) + initializers.map(\.name) + sparseInitializers.map(\.values.name))
        for node in nodes {
            names.formUnion(node.outputs)
            names.insert(node.name)
            for inner in node.subgraphs { names.formUnion(inner.namesInside) }
        }
        return names
    }
}

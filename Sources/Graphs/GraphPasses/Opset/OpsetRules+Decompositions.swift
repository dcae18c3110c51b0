internal import GraphEditing
internal import ONNX

/// Operators that came late, written in those that were there before.
extension OpsetRules {
    static let decompositions: [Rule] = [
        Rule(["Mish"], since: 18) { id, graph in
            write(id, &graph) { x, add, _ in
                add("Mul", [x, add("Tanh", [add("Softplus", [x], [], "softplus")], [], "tanh")], [], "mul")
            }
        },
        Rule(["LayerNormalization"], since: 17) { id, graph in layerNormalization(id, &graph) },
        Rule(["GroupNormalization"], since: 18) { id, graph in groupNormalization(id, &graph) },
        Rule(["HardSwish"], since: 14) { id, graph in
            write(id, &graph) { x, add, _ in
                add(
                    "Mul", [x, add("HardSigmoid", [x], [.float("alpha", 1.0 / 6), .float("beta", 0.5)], "gate")], [],
                    "mul")
            }
        },
        Rule(["CastLike"], since: 15) { id, graph in
            guard let node = graph[id], node.inputs.count == 2, let type = graph.elementType(node.inputs[1]) else {
                return .impossible("CastLike to a type that is not known has no older form")
            }
            graph.update(id) { node in
                node.operatorType = "Cast"
                node.inputs = [node.inputs[0]]
                node.attributes = [.integer("to", Int(type.rawValue))]
            }
            return .done
        },
        Rule(["LessOrEqual", "GreaterOrEqual"], since: 12) { id, graph in
            guard let node = graph[id], let output = node.onlyOutput else { return .same }
            let opposite = node.operatorType == "LessOrEqual" ? "Greater" : "Less"
            let result = graph.add(opposite, node.inputs, name: "\(node.label).opposite", near: id)
            graph.remove(id)
            graph.add(Node("Not", name: node.label, inputs: [result], outputs: [output]), near: id)
            return .done
        },
    ]

    /// Adds a node and returns its output.
    private typealias Adder = (String, [String], [Attribute], String) -> String
    /// Adds a float32 constant and returns its name.
    private typealias Constant = (String, [Int], [Double]) -> String

    /// Replaces a node of one input and one output by others.
    private static func write(
        _ id: EditableGraph.NodeID, _ graph: inout EditableGraph, _ body: (String, Adder, Constant) -> String
    ) -> Conversion {
        guard let node = graph[id], let output = node.onlyOutput else { return .same }
        guard graph.elementType(node.inputs[0]) ?? .float == .float else {
            return .impossible(
                "\(node.operatorType) of \(graph.elementType(node.inputs[0]).map(\.description) ?? "?") has no older form here"
            )
        }
        var edited = graph
        let result = body(
            node.inputs[0],
            { type, inputs, attributes, suffix in
                edited.add(type, inputs, attributes, name: "\(node.label).\(suffix)", near: id)
            },
            { suffix, shape, values in edited.addWeights("\(node.label).\(suffix)", shape: shape, values) })
        edited.remove(id)
        edited.replace(output, by: result, near: id)
        graph = edited
        return .done
    }

    /// `(x - mean) / sqrt(variance + epsilon) * scale + bias` over the last axes.
    private static func layerNormalization(
        _ id: EditableGraph.NodeID, _ graph: inout EditableGraph
    ) -> Conversion {
        guard let node = graph[id], let rank = graph.rank(node.inputs[0]),
            let axis = try? node.integer("axis", default: -1), let epsilon = try? node.float("epsilon", default: 1e-5),
            node.onlyOutput != nil
        else {
            return .impossible(
                "LayerNormalization of unknown rank, or with its statistics as outputs, has no older form")
        }
        let axes = Array((axis < 0 ? axis + rank : axis)..<rank)
        return write(id, &graph) { x, add, constant in
            normalized(x, axes: axes, epsilon: Double(epsilon), node: node, add, constant)
        }
    }

    private static func normalized(
        _ x: String, axes: [Int], epsilon: Double, node: Node, _ add: Adder, _ constant: Constant
    ) -> String {
        let reduction: [Attribute] = [.integers("axes", axes), .integer("keepdims", 1)]
        let mean = add("ReduceMean", [x], reduction, "mean")
        let centered = add("Sub", [x, mean], [], "centred")
        // hb_perf on convnext_atto: 1310.8 us with a power, which is a table, 1437.3 us with a product.
        let square = add("Pow", [centered, constant("two", [], [2])], [], "square")
        let variance = add("ReduceMean", [square], reduction, "variance")
        let shifted = add("Add", [variance, constant("epsilon", [], [epsilon])], [], "shifted")
        let deviation = add("Sqrt", [shifted], [], "deviation")
        var result = add("Div", [centered, deviation], [], "normalized")
        if node.inputs.count > 1 { result = add("Mul", [result, node.inputs[1]], [], "scaled") }
        if node.inputs.count > 2, !node.inputs[2].isEmpty {
            result = add("Add", [result, node.inputs[2]], [], "biased")
        }
        return result
    }

    /// Groups of channels as one axis each, normalized, and back.
    private static func groupNormalization(
        _ id: EditableGraph.NodeID, _ graph: inout EditableGraph
    ) -> Conversion {
        guard let node = graph[id], node.inputs.count == 3, let sizes = graph.sizes(node.inputs[0]), sizes.count >= 3,
            let groups = try? node.integer("num_groups"), groups > 0, sizes[1] % groups == 0,
            let epsilon = try? node.float("epsilon", default: 1e-5),
            let scale = graph.constants.doubles(node.inputs[1]), let bias = graph.constants.doubles(node.inputs[2]),
            scale.count == bias.count, scale.count == groups || scale.count == sizes[1]
        else { return .impossible("GroupNormalization of unknown sizes has no older form") }
        let perGroup = sizes[1] / groups
        func perChannel(_ values: [Double]) -> [Double] {
            values.count == sizes[1] ? values : (0..<sizes[1]).map { values[$0 / perGroup] }
        }
        let channelShape = [sizes[1]] + [Int](repeating: 1, count: sizes.count - 2)
        let split = graph.addConstant(
            Tensor(name: "\(node.label).groups", shape: [3], integers: [0, Int64(groups), -1]))
        let whole = graph.addConstant(
            Tensor(
                name: "\(node.label).shape", shape: [sizes.count], integers: [0] + sizes.dropFirst().map { Int64($0) }))
        return write(id, &graph) { x, add, constant in
            var value = add("Reshape", [x, split], [], "split")
            let plain = Node("LayerNormalization", inputs: [x], outputs: [])
            value = normalized(value, axes: [2], epsilon: Double(epsilon), node: plain, add, constant)
            value = add("Reshape", [value, whole], [], "joined")
            value = add("Mul", [value, constant("scale", channelShape, perChannel(scale))], [], "scaled")
            return add("Add", [value, constant("bias", channelShape, perChannel(bias))], [], "biased")
        }
    }
}

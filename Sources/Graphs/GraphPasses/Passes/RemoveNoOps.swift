internal import GraphEditing
internal import ONNX

/// Nodes that hand on what they get go.
///
///     x -> Identity -> y                                becomes      x
///     x [1, 8] -> Reshape([1, 8]) -> y                  becomes      x
///     x -> Dropout -> y      x -> Pad(0) -> y           becomes      x
///     x [1, 8] -> Unsqueeze -> Squeeze -> y [1, 8]      becomes      x
///     x [1, 8] -> Reshape([8]) -> Gather([[0...7]])     becomes      x      (how torch writes as_strided)
///     x -> Transpose(p) -> Transpose(q) -> y            becomes      x -> Transpose(p after q) -> y
enum RemoveNoOps: GraphPass {
    static let name = "remove-no-ops"
    static let summary = "nodes that change nothing are removed"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard, let output = node.outputs.first, !output.isEmpty,
                node.outputs.dropFirst().allSatisfy({ !graph.isUsed($0) })
            else { continue }
            if mergeTransposes(id, node, &graph) {
                count += 1
                continue
            }
            guard let source = source(of: node, graph), source != output else { continue }
            // Between an input or a constant and an output of the graph, a node is needed.
            if graph.pinned.contains(output), graph.pinned.contains(source) || graph.producer(of: source) == nil {
                continue
            }
            graph.remove(id)
            graph.replace(output, by: source, near: id)
            count += 1
        }
        return count
    }

    /// The value that is the same as the node's output.
    private static func source(of node: Node, _ graph: EditableGraph) -> String? {
        guard let input = node.inputs.first, !input.isEmpty else { return nil }
        switch node.operatorType {
        case "Identity": return input
        case "Dropout":
            guard
                node.inputs.count < 3 || node.inputs[2].isEmpty
                    || graph.constants.tensor(node.inputs[2]).flatMap({ try? $0.integers() }) == [0]
            else { return nil }
            return input
        case "Cast":
            guard let to = try? node.integer("to"), let type = graph.elementType(input) else { return nil }
            return Int(type.rawValue) == to ? input : nil
        case "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Gather":
            return renamesAxes(node, graph) ? reshapeSource(node, graph) : nil
        case "Expand", "Tile", "Slice", "Resize":
            return keepsShape(node, graph) && movesNothing(node, graph) ? input : nil
        case "Transpose":
            guard let order = try? node.integers("perm") else { return nil }
            return order == Array(order.indices) ? input : nil
        case "Pad": return pads(node, graph)?.allSatisfy { $0 == 0 } == true ? input : nil
        case "Concat", "Sum", "Max", "Min", "Mean": return node.inputs.count == 1 ? input : nil
        case "AveragePool", "MaxPool":
            let isOne = (try? node.integers("kernel_shape"))?.allSatisfy { $0 == 1 } == true
            return isOne && keepsShape(node, graph) ? input : nil
        case "Clip":
            let isOpen = node.inputs.dropFirst().allSatisfy(\.isEmpty) && node.attributes.isEmpty
            return isOpen ? input : nil
        case "Add", "Sub", "Mul", "Div": return neutral(node, graph)
        default: return nil
        }
    }

    /// Whether a node keeps all elements in order and changes the axes only.
    private static func renamesAxes(_ node: Node, _ graph: EditableGraph) -> Bool {
        switch node.operatorType {
        case "Reshape", "Flatten", "Squeeze", "Unsqueeze": return true
        case "Gather":
            guard node.inputs.count == 2, let count = graph.sizes(node.inputs[0])?.first, count <= 1 << 16,
                graph.rank(node.inputs[0]) == 1, let places = graph.constants.integers(node.inputs[1])
            else { return false }
            return places == Array(0..<count)
        default: return false
        }
    }

    /// Through a chain of operators that only rename axes, the value that had these axes already.
    private static func reshapeSource(_ node: Node, _ graph: EditableGraph) -> String? {
        guard let shape = graph.sizes(node.outputs[0]) else { return nil }
        var name = node.inputs[0]
        for _ in 0..<8 {
            if graph.sizes(name) == shape { return name }
            guard let id = graph.producer(of: name), let before = graph[id], before.isStandard,
                renamesAxes(before, graph)
            else { return nil }
            name = before.inputs[0]
        }
        return nil
    }

    private static func keepsShape(_ node: Node, _ graph: EditableGraph) -> Bool {
        guard let shape = graph.sizes(node.inputs[0]) else { return false }
        return graph.sizes(node.outputs[0]) == shape
    }

    /// Of an operator that leaves the shape as it is, whether every element stays where it is.
    private static func movesNothing(_ node: Node, _ graph: EditableGraph) -> Bool {
        switch node.operatorType {
        // Steps of -1 keep the shape and turn the order around.
        case "Slice":
            guard node.inputs.count > 4, !node.inputs[4].isEmpty else { return true }
            return graph.constants.integers(node.inputs[4])?.allSatisfy { $0 == 1 } == true
        case "Resize":
            // Factors of 1: every coordinate transformation but two maps each element to itself.
            let mode = try? node.text("coordinate_transformation_mode", default: "half_pixel")
            guard let mode, mode != "tf_crop_and_resize", mode != "tf_half_pixel_for_nn" else { return false }
            let scales = node.inputs.count == 2 ? node.inputs[1] : node.inputs.count > 2 ? node.inputs[2] : ""
            guard !scales.isEmpty, graph.constants.shape(scales) != [0] else { return true }
            return graph.constants.elements(scales, atMost: 8)?.allSatisfy { $0 == 1 } == true
        default: return true
        }
    }

    private static func pads(_ node: Node, _ graph: EditableGraph) -> [Int]? {
        if let stated = try? node.integers("pads") { return stated }
        guard node.inputs.count > 1 else { return nil }
        return graph.constants.integers(node.inputs[1])
    }

    /// `x + 0`, `x - 0`, `x * 1`, `x / 1`, where the constant does not widen x.
    private static func neutral(_ node: Node, _ graph: EditableGraph) -> String? {
        guard let (constant, other, constantIsFirst) = graph.constantOperand(node),
            let values = graph.constants.elements(constant, atMost: 1 << 16), let sizes = graph.sizes(other),
            graph.sizes(node.outputs[0]) == sizes
        else { return nil }
        switch node.operatorType {
        case "Add": return values.allSatisfy { $0 == 0 } ? other : nil
        case "Sub": return !constantIsFirst && values.allSatisfy { $0 == 0 } ? other : nil
        case "Mul": return values.allSatisfy { $0 == 1 } ? other : nil
        default: return !constantIsFirst && values.allSatisfy { $0 == 1 } ? other : nil
        }
    }

    private static func mergeTransposes(
        _ id: EditableGraph.NodeID, _ node: Node, _ graph: inout EditableGraph
    ) -> Bool {
        guard node.operatorType == "Transpose", let second = try? node.integers("perm"),
            let (_, before) = graph.producer(of: node.inputs[0], "Transpose"),
            let first = try? before.integers("perm"), first.count == second.count,
            second.allSatisfy({ first.indices.contains($0) })
        else { return false }
        graph.update(id) { node in
            node.inputs = [before.inputs[0]]
            node.set(.integers("perm", second.map { first[$0] }))
        }
        return true
    }
}

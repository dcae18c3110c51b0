internal import GraphEditing
internal import ONNX

/// A `Constant` node becomes an initializer; an input with a value of its own stops being an input.
///
///     Constant(value) -> y      becomes      initializer y
enum ConstantsToInitializers: GraphPass {
    static let name = "constants-to-initializers"
    static let summary = "Constant nodes become initializers"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard("Constant"), let output = node.onlyOutput,
                // A graph's output has to be made by a node.
                !graph.outputs.contains(output), var tensor = value(of: node)
            else { continue }
            tensor.name = output
            graph.remove(id)
            graph.insertConstant(tensor)
            count += 1
        }
        for input in graph.inputs where graph.isConstant(input.name) {
            graph.removeInput(input.name)
            count += 1
        }
        return count
    }

    private static func value(of node: Node) -> Tensor? {
        guard let attribute = node.attributes.first(where: { $0.name.hasPrefix("value") }) else { return nil }
        switch attribute.value {
        case .tensor(let tensor): return tensor
        case .float(let value): return Tensor(shape: [], floats: [value])
        case .floats(let values): return Tensor(shape: [values.count], floats: values)
        case .integer(let value): return Tensor(shape: [], integers: [value])
        case .integers(let values): return Tensor(shape: [values.count], integers: values)
        default: return nil
        }
    }
}

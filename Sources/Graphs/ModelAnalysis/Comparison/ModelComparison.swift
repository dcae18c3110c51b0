package import ONNX
internal import ONNXOperators

/// How the structure of two models differs: inputs and outputs, operators, parameters, nodes.
///
/// Names of nodes and of values in between are not structure, and neither are the weights' numbers: a network exported twice,
/// or trained further, is the same. Names of inputs and outputs are, since callers feed by name.
package struct ModelComparison: Sendable {
    /// A value of one model or of both; `nil` where it is missing.
    package struct Change<Value: Sendable & Equatable>: Sendable, Equatable {
        package var name: String
        package var first: Value?
        package var second: Value?
    }

    package let first: ModelStatistics
    package let second: ModelStatistics
    /// Inputs that are not in both models with the same type. Initializers are not inputs.
    package let inputs: [Change<ValueType?>]
    package let outputs: [Change<ValueType?>]
    /// Operators that the models do not use equally often.
    package let operators: [Change<Int>]
    /// Nodes that are in one model only, or differ, in the order of the graphs.
    package let nodes: [NodeChange]

    package init(_ first: Model, _ second: Model) {
        let firstShapes = ShapeInference(first)
        let secondShapes = ShapeInference(second)
        self.first = ModelStatistics(first, shapes: firstShapes)
        self.second = ModelStatistics(second, shapes: secondShapes)
        inputs = Self.changes(first.graph.realInputs, second.graph.realInputs, \.name, \.type)
        outputs = Self.changes(first.graph.outputs, second.graph.outputs, \.name, \.type)
        operators = Self.changes(
            self.first.operators.sorted { $0.key < $1.key }, self.second.operators.sorted { $0.key < $1.key }, \.key,
            \.value)
        nodes =
            NodeAlignment(
                LayerSequence(first, firstShapes), LayerSequence(second, secondShapes)
            ).changes
    }

    /// Whether the two are the same in structure. The IR version does not count: it changes nothing that a node means.
    package var isSame: Bool {
        first.parameters == second.parameters && first.opset == second.opset && inputs.isEmpty && outputs.isEmpty
            && operators.isEmpty && nodes.isEmpty
    }

    private static func changes<Element, Value>(
        _ first: [Element], _ second: [Element], _ name: (Element) -> String, _ value: (Element) -> Value
    ) -> [Change<Value>] {
        let left = Dictionary(first.map { (name($0), value($0)) }, uniquingKeysWith: { first, _ in first })
        let right = Dictionary(second.map { (name($0), value($0)) }, uniquingKeysWith: { first, _ in first })
        let names = first.map(name) + second.map(name).filter { left[$0] == nil }
        return names.compactMap { name in
            left[name] == right[name] ? nil : Change(name: name, first: left[name], second: right[name])
        }
    }
}

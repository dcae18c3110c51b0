import ONNX

/// A graph without its names and weights: operators, attributes, and who uses whose value, in order.
struct Structure: Equatable {
    struct Operand: Equatable {
        /// Which value it is, counted from the graph's inputs on; `nil` for a constant.
        var value: Int?
        /// Of a constant.
        var shape: [Int]?
        /// Of a scalar.
        var number: Float?
    }

    struct Step: Equatable {
        var operatorType: String
        var operands: [Operand]
        var attributes: [Attribute]
    }

    var opset: Int?
    var irVersion: Int
    var graphName: String
    /// Names and types.
    var inputs: [String]
    var outputs: [Int?]
    var steps: [Step]

    init(_ model: Model) {
        opset = model.opset
        irVersion = model.irVersion
        graphName = model.graph.name
        inputs = model.graph.inputs.map { "\($0.name) \(String(describing: $0.type))" }
        var constants: [String: Tensor] = [:]
        for tensor in model.graph.initializers { constants[tensor.name] = tensor }
        var places: [String: Int] = [:]
        for input in model.graph.inputs { places[input.name] = places.count }
        steps = []
        for node in model.graph.nodes {
            let operands = node.inputs.map { name in
                let tensor = constants[name]
                let number = tensor.flatMap { $0.shape.isEmpty ? try? $0.floats().first : nil }
                return Operand(value: places[name], shape: tensor?.shape, number: number)
            }
            steps.append(
                Step(
                    operatorType: node.operatorType, operands: operands,
                    attributes: node.attributes.sorted { $0.name < $1.name }))
            for output in node.outputs { places[output] = places.count }
        }
        outputs = model.graph.outputs.map { places[$0.name] }
    }
}

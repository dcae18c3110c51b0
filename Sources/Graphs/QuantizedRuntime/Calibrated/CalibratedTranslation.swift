internal import GraphRuntime
internal import ONNX

/// A calibrated model as one that the float executor computes.
struct CalibratedTranslation {
    private var model: Model
    private var constants: [String: Tensor]
    private(set) var calibrations: [Calibration] = []

    init(_ model: Model) {
        self.model = model
        constants = Dictionary(model.graph.initializers.map { ($0.name, $0) }) { first, _ in first }
    }

    mutating func translate(_ adjusting: (inout Calibration) throws -> Void) throws -> Model {
        let names = Set(constants.keys)
        var nodes: [Node] = []
        for node in model.graph.nodes {
            guard node.domain == "horizon" else {
                nodes.append(node)
                continue
            }
            switch node.operatorType {
            case "HzCalibration":
                var calibration = try Calibration(node, constants: names)
                try adjusting(&calibration)
                calibrations.append(calibration)
                if let constant = constants[calibration.input] {
                    try fold(calibration, constant)
                } else {
                    nodes.append(calibration.executable)
                }
            case "HzGelu": nodes.append(try gelu(node))
            case "HzHardSwish": nodes.append(try function("HardSwish", node))
            case "HzPreprocess": nodes.append(try preprocessing(node))
            default:
                throw RuntimeError.unsupported(
                    node: node.description, operatorType: node.operatorType, opset: 1, reason: nil)
            }
        }
        var translated = model
        translated.graph.nodes = nodes
        return translated
    }

    /// Rounds a constant once and for all.
    private mutating func fold(_ calibration: Calibration, _ constant: Tensor) throws {
        guard constants[calibration.output] == nil else { throw RuntimeError.duplicate(value: calibration.output) }
        let loaded = Tensor(
            shape: constant.shape, elementType: constant.elementType,
            data: .raw(try constant.bytes(in: model.externalFiles)))
        var result = try calibration.rounded(loaded)
        result.name = calibration.output
        constants[calibration.output] = result
        model.graph.initializers.append(result)
    }

    private func function(_ operatorType: String, _ node: Node) throws -> Node {
        guard node.inputs.count == 1, node.outputs.count == 1 else {
            throw RuntimeError.node(node: node.description, problem: "expected one input and one output")
        }
        return ExtensionOperators.function(
            operatorType, name: node.name, input: node.inputs[0], output: node.outputs[0])
    }

    private func gelu(_ node: Node) throws -> Node {
        let form = try node.text("approximate", default: "none")
        guard form == "none" else {
            throw RuntimeError.unsupported(
                node: node.description, operatorType: node.operatorType, opset: 1,
                reason: "attribute 'approximate' is '\(form)'")
        }
        return try function("Gelu", node)
    }

    /// Color conversion, mean and deviation: a 1x1 convolution.
    private func preprocessing(_ node: Node) throws -> Node {
        let layout = try node.text("data_format", default: "NCHW")
        guard layout == "NCHW" else {
            throw RuntimeError.unsupported(
                node: node.description, operatorType: node.operatorType, opset: 1,
                reason: "attribute 'data_format' is '\(layout)'")
        }
        let groups = try node.integer("channel_group", default: 1)
        return Node(
            "Conv", name: node.name, inputs: node.inputs, outputs: node.outputs,
            attributes: [Attribute("group", .integer(Int64(groups)))])
    }
}

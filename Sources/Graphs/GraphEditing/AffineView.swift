package import ONNX

/// A node that computes `y = scale * x + shift`, one pair of numbers a channel (axis 1).
package struct AffineView {
    package var id: EditableGraph.NodeID
    package var input: String
    package var output: String
    package var scale: [Double]
    package var shift: [Double]

    /// A BatchNormalization for inference, or `Add`, `Sub`, `Mul`, `Div` of a value and a constant.
    package init?(_ graph: EditableGraph, _ id: EditableGraph.NodeID?, channels: Int? = nil) {
        guard let id, let node = graph[id], node.isStandard else { return nil }
        switch node.operatorType {
        case "BatchNormalization": self.init(batchNormalization: node, id, graph)
        case "Add", "Sub", "Mul", "Div": self.init(arithmetic: node, id, graph, channels: channels)
        default: return nil
        }
    }

    package init?(batchNormalization node: Node, _ id: EditableGraph.NodeID, _ graph: EditableGraph) {
        guard node.isStandard("BatchNormalization"), node.inputs.count == 5, let output = node.onlyOutput,
            (try? node.flag("training_mode", default: false)) == false,
            // Opset 7 and 8: statistics of each element, not of each channel.
            (try? node.flag("spatial", default: true)) == true,
            let epsilon = try? node.float("epsilon", default: 1e-5),
            let gamma = graph.constants.doubles(node.inputs[1]), let beta = graph.constants.doubles(node.inputs[2]),
            let mean = graph.constants.doubles(node.inputs[3]), let variance = graph.constants.doubles(node.inputs[4]),
            [beta, mean, variance].allSatisfy({ $0.count == gamma.count })
        else { return nil }
        // Exporters round 1e-5 to float32 on the way; what was meant is the decimal number.
        let epsilonMeant = Double(epsilon.description) ?? Double(epsilon)
        self.id = id
        self.output = output
        input = node.inputs[0]
        scale = gamma
        shift = beta
        for channel in gamma.indices {
            let factor = gamma[channel] / (variance[channel] + epsilonMeant).squareRoot()
            scale[channel] = factor
            shift[channel] = beta[channel] - mean[channel] * factor
        }
        guard (scale + shift).allSatisfy(\.isFinite) else { return nil }
    }

    private init?(arithmetic node: Node, _ id: EditableGraph.NodeID, _ graph: EditableGraph, channels: Int?) {
        guard let (constant, other, constantIsFirst) = graph.constantOperand(node), let output = node.onlyOutput,
            let rank = graph.rank(other), let channels = channels ?? graph.shape(other)?.dropFirst().first?.size,
            let values = graph.channelVector(constant, channels: channels, rank: rank)
        else { return nil }
        self.id = id
        self.output = output
        input = other
        let ones = [Double](repeating: 1, count: channels)
        let zeros = [Double](repeating: 0, count: channels)
        switch node.operatorType {
        case "Mul": (scale, shift) = (values, zeros)
        case "Add": (scale, shift) = (ones, values)
        case "Sub":
            (scale, shift) =
                constantIsFirst ? (ones.map { -$0 }, values) : (ones, values.map { -$0 })
        default:
            guard !constantIsFirst, !values.contains(0) else { return nil }
            (scale, shift) = (values.map { 1 / $0 }, zeros)
        }
        guard (scale + shift).allSatisfy(\.isFinite) else { return nil }
    }

    package var channels: Int { scale.count }
    package var hasShift: Bool { shift.contains { $0 != 0 } }
}

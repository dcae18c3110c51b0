internal import CFloatKernels
internal import GraphEditing
internal import ONNX

/// Makes what follows a convolution part of it: a BatchNormalization goes into its weights; an addition, a function and a
/// factor into the pass over its result.
enum ConvolutionFusion {
    /// - Returns: what is computed together with each convolution. The addend is its fourth input.
    static func run(_ graph: inout EditableGraph) -> [EditableGraph.NodeID: Fusion] {
        var fusions: [EditableGraph.NodeID: Fusion] = [:]
        for id in graph.order() where graph[id]?.isStandard("Conv") == true {
            var fusion = Fusion()
            while extend(&fusion, of: id, &graph) {}
            fusions[id] = fusion
        }
        return fusions
    }

    /// Fuses one more node. Whether there was one.
    private static func extend(
        _ fusion: inout Fusion, of id: EditableGraph.NodeID, _ graph: inout EditableGraph
    ) -> Bool {
        guard let value = graph[id]?.onlyOutput, let nextID = graph.onlyConsumer(of: value), let next = graph[nextID],
            next.isStandard, let result = next.onlyOutput
        else { return false }
        let isLinear = fusion.activation == FK_ACTIVATION_NONE && fusion.factor == 1
        if next.operatorType == "BatchNormalization", isLinear, fusion.addition == FK_ADD_NOTHING {
            return AffineView(graph, nextID).map { graph.foldIntoProducer($0) } ?? false
        }
        if next.operatorType == "Add", fusion.addition == FK_ADD_NOTHING,
            let addend = next.inputs.first(where: { $0 != value }), !graph.isConstant(addend)
        {
            fusion.addition = isLinear ? FK_ADD_BEFORE_ACTIVATION : FK_ADD_AFTER_ACTIVATION
            graph.update(id) { $0.inputs += [String](repeating: "", count: max(0, 3 - $0.inputs.count)) + [addend] }
        } else if next.operatorType == "Mul", fusion.addition != FK_ADD_AFTER_ACTIVATION,
            let operand = graph.scalarOperand(next)
        {
            fusion.factor *= Float(operand.scalar)
        } else if isLinear, next.inputs.first == value, let activation = Activation(next, graph) {
            (fusion.activation, fusion.alpha, fusion.beta) = (activation.kind, activation.alpha, activation.beta)
        } else {
            return false
        }
        graph.remove(nextID)
        graph.setOutput(of: id, result)
        return true
    }
}

/// What oneDNN calls a function, with its parameters.
private struct Activation {
    var kind: fk_activation
    var alpha: Float = 0
    var beta: Float = 0

    init?(_ node: Node, _ graph: EditableGraph) {
        switch node.operatorType {
        case "Relu": kind = FK_ACTIVATION_RELU
        case "Sigmoid": kind = FK_ACTIVATION_SIGMOID
        case "Tanh": kind = FK_ACTIVATION_TANH
        case "HardSwish": kind = FK_ACTIVATION_HARD_SWISH
        case "Swish":
            guard let alpha = try? node.float("alpha", default: 1) else { return nil }
            (kind, self.alpha) = (FK_ACTIVATION_SWISH, alpha)
        case "LeakyRelu":
            guard let alpha = try? node.float("alpha", default: 0.01) else { return nil }
            (kind, self.alpha) = (FK_ACTIVATION_LEAKY_RELU, alpha)
        case "HardSigmoid":
            guard let alpha = try? node.float("alpha", default: 0.2), let beta = try? node.float("beta", default: 0.5)
            else { return nil }
            (kind, self.alpha, self.beta) = (FK_ACTIVATION_HARD_SIGMOID, alpha, beta)
        case "Gelu":
            switch try? node.text("approximate", default: "none") {
            case "none": kind = FK_ACTIVATION_GELU_ERF
            case "tanh": kind = FK_ACTIVATION_GELU_TANH
            default: return nil
            }
        case "Clip":
            guard let (low, high) = graph.clipBounds(node), low <= high, low.isFinite, high.isFinite else { return nil }
            (kind, alpha, beta) = (FK_ACTIVATION_CLIP, Float(low), Float(high))
        default: return nil
        }
    }
}

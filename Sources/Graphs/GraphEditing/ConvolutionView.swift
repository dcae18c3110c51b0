package import ONNX

/// A two-dimensional convolution with constant weights, its geometry read and its weights at hand.
package struct ConvolutionView {
    package var id: EditableGraph.NodeID
    package var input: String
    package var output: String
    /// `[outputs, inputs / groups, height, width]`; `[inputs, outputs / groups, height, width]` if transposed.
    package var shape: [Int]
    package var weightName: String
    package var biasName: String?
    package var groups: Int
    package var strides: [Int]
    package var dilations: [Int]
    /// Top, left, bottom, right.
    package var pads: [Int]
    package var isTransposed: Bool
    package var name: String

    /// `nil` if the node is none, or its weights are not constants of float32.
    package init?(_ graph: EditableGraph, _ id: EditableGraph.NodeID?) {
        guard let id, let node = graph[id], node.isStandard("Conv") || node.isStandard("ConvTranspose"),
            (2...3).contains(node.inputs.count), let output = node.onlyOutput,
            let shape = graph.constants.shape(node.inputs[1]), shape.count == 4,
            graph.constants.elementType(node.inputs[1]) == .float, shape.allSatisfy({ $0 > 0 }),
            let groups = try? node.integer("group", default: 1), groups > 0, shape[0] % groups == 0,
            let strides = try? node.integers("strides", default: [1, 1]),
            let dilations = try? node.integers("dilations", default: [1, 1]),
            let pads = try? node.integers("pads", default: [0, 0, 0, 0]),
            (try? node.text("auto_pad", default: "NOTSET")) == "NOTSET",
            (strides + dilations).allSatisfy({ (1...1 << 16).contains($0) }),
            pads.allSatisfy({ (0...1 << 16).contains($0) })
        else { return nil }
        self.id = id
        self.shape = shape
        self.groups = groups
        self.strides = strides
        self.dilations = dilations
        self.pads = pads
        self.output = output
        input = node.inputs[0]
        weightName = node.inputs[1]
        isTransposed = node.operatorType == "ConvTranspose"
        name = node.label
        biasName = node.inputs.count == 3 && !node.inputs[2].isEmpty ? node.inputs[2] : nil
        if let biasName {
            guard graph.constants.shape(biasName) == [outputChannels],
                graph.constants.elementType(biasName) == .float
            else { return nil }
        }
        guard graph.constants.hasElements(weightName) else { return nil }
    }

    package var outputChannels: Int { isTransposed ? shape[1] * groups : shape[0] }
    package var inputChannels: Int { isTransposed ? shape[0] : shape[1] * groups }
    package var taps: Int { shape[2] * shape[3] }
    package var isPadded: Bool { pads.contains { $0 != 0 } }
    package var isPointwise: Bool { taps == 1 && strides == [1, 1] && !isPadded && !isTransposed }

    package func weights(_ graph: EditableGraph) -> [Double] { graph.constants.doubles(weightName) ?? [] }

    /// Zeros if there is none.
    package func bias(_ graph: EditableGraph) -> [Double] {
        biasName.flatMap { graph.constants.doubles($0) } ?? [Double](repeating: 0, count: outputChannels)
    }
}

extension EditableGraph {
    /// Replaces the weights of a convolution or a Gemm. Unused ones are removed later.
    package mutating func setWeights(
        of id: NodeID, shape: [Int], _ weights: [Double], bias: [Double],
        alsoUpdate change: (inout Node) -> Void = { _ in }
    ) {
        guard let node = self[id] else { return }
        let weightName = addWeights("\(node.label).weight", shape: shape, weights)
        let biasName = addWeights("\(node.label).bias", shape: [bias.count], bias)
        update(id) { node in
            node.inputs = [node.inputs[0], weightName, biasName]
            change(&node)
        }
    }
}

internal import GraphEditing
internal import ONNX

/// One term of a sum as a convolution: a Conv, a BatchNormalization, or the identity.
struct BranchTerm {
    var input: String
    /// The node that makes it and goes when it is merged; `nil` for the identity.
    var node: EditableGraph.NodeID?
    var convolution: ConvolutionView?
    /// Whether it is subtracted.
    var isNegative = false
    /// Of a branch that is not a Conv: one number a channel.
    private var affine: AffineView?

    /// A Conv or a BatchNormalization that only this sum uses.
    init?(_ value: String, shape: [Dimension], _ graph: EditableGraph) {
        guard graph.isUsedOnce(value), let id = graph.producer(of: value), Self.isWhole(value, shape, graph) else {
            return nil
        }
        if let view = ConvolutionView(graph, id), !view.isTransposed {
            convolution = view
            input = view.input
        } else if let node = graph[id], node.isStandard("BatchNormalization"), let view = AffineView(graph, id),
            graph.rank(view.input) == 4
        {
            affine = view
            input = view.input
        } else {
            return nil
        }
        node = id
    }

    /// The input itself as a term.
    init?(identity value: String, shape: [Dimension], _ graph: EditableGraph) {
        guard Self.isWhole(value, shape, graph) else { return nil }
        input = value
    }

    /// Whether the value has the shape of the sum: one that is broadcast is not such a branch.
    private static func isWhole(_ value: String, _ shape: [Dimension], _ graph: EditableGraph) -> Bool {
        shape.count == 4 && !shape.contains(.unknown) && graph.shape(value) == shape
    }

    var strides: [Int] { convolution?.strides ?? [1, 1] }
    var dilations: [Int] { convolution.map { $0.taps == 1 ? [1, 1] : $0.dilations } ?? [1, 1] }
    var kernel: [Int] { convolution.map { [$0.shape[2], $0.shape[3]] } ?? [1, 1] }
    /// Top, left, bottom, right.
    var pads: [Int] { convolution?.pads ?? [0, 0, 0, 0] }
    /// `nil`: as many as there are channels.
    var groups: Int? { convolution?.groups }
    var weightCount: Int { convolution?.weightCount ?? 0 }

    func inputChannels(_ channels: Int) -> Int { convolution?.inputChannels ?? channels }

    func weights(_ channels: Int, _ graph: EditableGraph) -> [Double] {
        convolution?.weights(graph) ?? affine?.scale ?? [Double](repeating: 1, count: channels)
    }

    func bias(_ channels: Int, _ graph: EditableGraph) -> [Double] {
        convolution?.bias(graph) ?? affine?.shift ?? [Double](repeating: 0, count: channels)
    }

    /// Whether it has so many output channels.
    func hasChannels(_ channels: Int) -> Bool {
        (convolution?.outputChannels ?? affine?.channels ?? channels) == channels
    }
}

/// The sum of branches as one convolution.
struct MergedBranches {
    var shape: [Int]
    var weights: [Double]
    var bias: [Double]
    var attributes: [Attribute]

    /// `nil` if their geometries do not go together, or if the result would be larger than its parts.
    init?(_ branches: [BranchTerm], channels: Int, _ graph: EditableGraph) {
        guard let strides = branches.first?.strides, branches.allSatisfy({ $0.strides == strides }),
            branches.allSatisfy({ $0.hasChannels(channels) })
        else { return nil }
        let inputs = branches[0].inputChannels(channels)
        guard branches.allSatisfy({ $0.inputChannels(channels) == inputs }) else { return nil }
        let spatial = branches.filter { $0.kernel != [1, 1] }
        let dilations = spatial.first?.dilations ?? [1, 1]
        guard spatial.allSatisfy({ $0.dilations == dilations }) else { return nil }

        // Along each axis a tap t reads the input at `stride * output + t * dilation - pad`.
        var kernel = [1, 1]
        var pads = [0, 0, 0, 0]
        for axis in 0..<2 {
            let begin = branches.map { $0.pads[axis] }.max() ?? 0
            let end = branches.map { ($0.kernel[axis] - 1) * dilations[axis] - $0.pads[axis] }.max() ?? 0
            // Branches of the same output size.
            let margins = branches.map {
                $0.pads[axis] + $0.pads[axis + 2] - ($0.kernel[axis] - 1) * dilations[axis]
            }
            guard let margin = margins.first, margins.allSatisfy({ $0 == margin }),
                branches.allSatisfy({ (begin - $0.pads[axis]) % dilations[axis] == 0 }), begin + end >= 0,
                (begin + end) % dilations[axis] == 0
            else { return nil }
            kernel[axis] = (begin + end) / dilations[axis] + 1
            pads[axis] = begin
            pads[axis + 2] = margin + (kernel[axis] - 1) * dilations[axis] - begin
            guard pads[axis + 2] >= 0 else { return nil }
        }

        // The fewest groups of any branch hold them all, if the others' are parts of theirs.
        let groups = branches.map { $0.groups ?? channels }.min() ?? 1
        guard branches.allSatisfy({ ($0.groups ?? channels) % groups == 0 }), inputs % groups == 0,
            channels % groups == 0
        else { return nil }
        let taps = kernel[0] * kernel[1]
        let inputsPerGroup = inputs / groups
        let size = channels * inputsPerGroup * taps
        guard size <= branches.reduce(0, { $0 + $1.weightCount }) else { return nil }

        shape = [channels, inputsPerGroup, kernel[0], kernel[1]]
        var weights = [Double](repeating: 0, count: size)
        var bias = [Double](repeating: 0, count: channels)
        for branch in branches {
            let own = branch.weights(channels, graph)
            let sign: Double = branch.isNegative ? -1 : 1
            let ownGroups = branch.groups ?? channels
            let (ownInputs, ownOutputs) = (inputs / ownGroups, channels / ownGroups)
            let (height, width) = (branch.kernel[0], branch.kernel[1])
            let top = (pads[0] - branch.pads[0]) / dilations[0]
            let left = (pads[1] - branch.pads[1]) / dilations[1]
            for output in 0..<channels {
                for input in 0..<ownInputs {
                    let column = (output / ownOutputs * ownInputs + input) % inputsPerGroup
                    for row in 0..<height {
                        for tap in 0..<width {
                            weights[
                                ((output * inputsPerGroup + column) * kernel[0] + row + top) * kernel[1] + tap + left] +=
                                sign * own[((output * ownInputs + input) * height + row) * width + tap]
                        }
                    }
                }
            }
            for (channel, value) in branch.bias(channels, graph).enumerated() { bias[channel] += sign * value }
        }
        self.weights = weights
        self.bias = bias
        attributes = [
            .integers("dilations", dilations), .integer("group", groups), .integers("kernel_shape", kernel),
            .integers("pads", pads), .integers("strides", strides),
        ]
    }
}

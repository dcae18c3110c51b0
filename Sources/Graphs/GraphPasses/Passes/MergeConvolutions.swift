internal import GraphEditing
internal import ONNX

/// Two convolutions in a row, one of which only mixes channels, are one, where that makes the model no larger.
///
///     Conv 1x1 -> Conv k x k (no padding, or no bias)      becomes      Conv k x k
///     Conv k x k -> Conv 1x1                               becomes      Conv k x k
enum MergeConvolutions: GraphPass {
    static let name = "merge-convolutions"
    static let summary = "consecutive convolutions become one where that is smaller"

    /// Multiplications that one merge may cost.
    private static let workLimit = 1 << 32

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let second = ConvolutionView(graph, id), graph.isUsedOnce(second.input),
                let first = ConvolutionView(graph, graph.producer(of: second.input)), !first.isTransposed,
                !second.isTransposed, first.outputChannels == second.inputChannels, merge(first, second, &graph)
            else { continue }
            count += 1
        }
        return count
    }

    private static func merge(
        _ first: ConvolutionView, _ second: ConvolutionView, _ graph: inout EditableGraph
    ) -> Bool {
        guard first.isPointwise || second.isPointwise else { return false }
        let bias = first.bias(graph)
        // After the first one's bias, the padding of the second is not zero any more.
        if second.isPadded, bias.contains(where: { $0 != 0 }) { return false }
        let spatial = first.isPointwise ? second : first
        let groups = mergedGroups(first, second)
        guard let groups else { return false }
        let shape = [
            second.outputChannels, first.inputChannels / groups, spatial.shape[2], spatial.shape[3],
        ]
        let size = shape.reduce(1, *)
        guard size <= first.weightCount + second.weightCount, size * second.shape[1] <= workLimit else { return false }
        let left = first.weights(graph)
        let right = second.weights(graph)
        var weights = [Double](repeating: 0, count: size)
        var newBias = second.bias(graph)
        let taps = spatial.taps
        let (firstIn, firstOut) = (first.shape[1], first.shape[0] / first.groups)
        let (secondIn, secondOut) = (second.shape[1], second.shape[0] / second.groups)
        for output in 0..<second.shape[0] {
            for middleIndex in 0..<secondIn {
                let middle = output / secondOut * secondIn + middleIndex
                for tap in 0..<second.taps {
                    newBias[output] += right[(output * secondIn + middleIndex) * second.taps + tap] * bias[middle]
                }
                for inputIndex in 0..<firstIn {
                    let input = middle / firstOut * firstIn + inputIndex
                    let place = (output * shape[1] + input % shape[1]) * taps
                    for tap in 0..<taps {
                        let a = left[(middle * firstIn + inputIndex) * first.taps + (first.isPointwise ? 0 : tap)]
                        let b = right[(output * secondIn + middleIndex) * second.taps + (first.isPointwise ? tap : 0)]
                        weights[place + tap] += a * b
                    }
                }
            }
        }
        graph.setWeights(of: second.id, shape: shape, weights, bias: newBias) { node in
            node.inputs[0] = first.input
            node.attributes = spatial.attributes(groups: groups)
        }
        graph.remove(first.id)
        return true
    }

    /// The groups that both together have: one, or as many as either where a group's channels stay among themselves.
    private static func mergedGroups(_ first: ConvolutionView, _ second: ConvolutionView) -> Int? {
        if first.groups == second.groups { return first.groups }
        // A scale of each channel keeps the other one's groups.
        if first.groups == first.inputChannels, first.shape[0] == first.groups, first.isPointwise {
            return second.groups
        }
        if second.groups == second.inputChannels, second.shape[0] == second.groups, second.isPointwise {
            return first.groups
        }
        return first.groups == 1 || second.groups == 1 ? 1 : nil
    }
}

extension ConvolutionView {
    var weightCount: Int { shape.reduce(1, *) }

    /// Its geometry as attributes.
    func attributes(groups: Int) -> [Attribute] {
        [
            .integers("dilations", dilations), .integer("group", groups),
            .integers("kernel_shape", [shape[2], shape[3]]),
            .integers("pads", pads), .integers("strides", strides),
        ]
    }
}

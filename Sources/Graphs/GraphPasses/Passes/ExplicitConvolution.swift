internal import GraphEditing
internal import ONNX

/// Convolutions state their geometry in full, in one order, and nothing that is the default elsewhere.
///
///     Conv(auto_pad = SAME_UPPER)      becomes      Conv(dilations, group, kernel_shape, pads, strides)
enum ExplicitConvolution: GraphPass {
    static let name = "explicit-convolution"
    static let summary = "convolutions state pads, strides and kernel"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard("Conv"), let attributes = attributes(of: node, graph),
                attributes != node.attributes
            else { continue }
            graph.update(id) { $0.attributes = attributes }
            count += 1
        }
        return count
    }

    private static func attributes(of node: Node, _ graph: EditableGraph) -> [Attribute]? {
        guard node.inputs.count >= 2, let shape = graph.constants.shape(node.inputs[1]), shape.count == 4 else {
            return nil
        }
        let kernel = Array(shape[2...])
        guard let dilations = try? node.integers("dilations", default: [1, 1]),
            let strides = try? node.integers("strides", default: [1, 1]),
            let stated = try? node.integers("pads", default: [0, 0, 0, 0]),
            let group = try? node.integer("group", default: 1),
            let mode = try? node.text("auto_pad", default: "NOTSET"), strides.allSatisfy({ $0 > 0 }),
            (kernel + dilations + strides).allSatisfy({ (0...1 << 20).contains($0) })
        else { return nil }
        let pads: [Int]
        switch mode {
        case "NOTSET": pads = stated
        case "VALID": pads = [0, 0, 0, 0]
        case "SAME_UPPER", "SAME_LOWER":
            guard let sizes = graph.sizes(node.inputs[0]), sizes.count == 4 else { return nil }
            var begins: [Int] = []
            var ends: [Int] = []
            for axis in 0..<2 {
                let size = sizes[axis + 2]
                let steps = (size + strides[axis] - 1) / strides[axis]
                let total = max(0, (steps - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1 - size)
                let smaller = total / 2
                begins.append(mode == "SAME_UPPER" ? smaller : total - smaller)
                ends.append(mode == "SAME_UPPER" ? total - smaller : smaller)
            }
            pads = begins + ends
        default: return nil
        }
        return [
            .integers("dilations", dilations), .integer("group", group), .integers("kernel_shape", kernel),
            .integers("pads", pads), .integers("strides", strides),
        ]
    }
}

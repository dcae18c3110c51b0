internal import GraphEditing
internal import ONNX

/// Zeros around an image are the convolution's own.
///
///     Pad(0, constant 0) -> Conv      becomes      Conv(pads)
enum FusePadding: GraphPass {
    static let name = "fuse-padding"
    static let summary = "zero padding becomes part of Conv"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard("Pad"), let output = node.onlyOutput,
                (try? node.text("mode", default: "constant")) == "constant", let pads = zeroPads(node, graph),
                pads.count == 8, [0, 1, 4, 5].allSatisfy({ pads[$0] == 0 }), pads.allSatisfy({ $0 >= 0 }),
                !graph.pinned.contains(output)
            else { continue }
            let users = graph.consumers(of: output)
            let layers = users.compactMap { ConvolutionView(graph, $0) }
            guard layers.count == users.count, !layers.isEmpty,
                layers.allSatisfy({ $0.input == output && !$0.isTransposed })
            else { continue }
            for layer in layers {
                let sum = [
                    layer.pads[0] + pads[2], layer.pads[1] + pads[3], layer.pads[2] + pads[6], layer.pads[3] + pads[7],
                ]
                graph.update(layer.id) { convolution in
                    convolution.inputs[0] = node.inputs[0]
                    convolution.set(.integers("pads", sum))
                }
            }
            graph.remove(id)
            count += 1
        }
        return count
    }

    /// The widths, if what is added is zeros.
    private static func zeroPads(_ node: Node, _ graph: EditableGraph) -> [Int]? {
        if let stated = try? node.integers("pads") {
            return (try? node.float("value", default: 0)) == 0 ? stated : nil
        }
        guard node.inputs.count >= 2, node.inputs.count < 4 || node.inputs[3].isEmpty else { return nil }
        if node.inputs.count > 2, !node.inputs[2].isEmpty, graph.scalar(node.inputs[2]) != 0 { return nil }
        return graph.constants.integers(node.inputs[1])
    }
}

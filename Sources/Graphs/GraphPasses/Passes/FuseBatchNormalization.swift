internal import GraphEditing

/// A BatchNormalization becomes part of the layer before it, or of all the layers after it.
///
///     Conv -> BatchNormalization                 becomes      Conv
///     BatchNormalization -> Gemm                 becomes      Gemm
///     BatchNormalization -> Conv (no padding)    becomes      Conv
enum FuseBatchNormalization: GraphPass {
    static let name = "fuse-batch-normalization"
    static let summary = "BatchNormalization becomes part of Conv or Gemm"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard("BatchNormalization"), let affine = AffineView(graph, id) else {
                continue
            }
            if graph.foldIntoProducer(affine) || graph.foldIntoConsumers(affine) { count += 1 }
        }
        return count
    }
}

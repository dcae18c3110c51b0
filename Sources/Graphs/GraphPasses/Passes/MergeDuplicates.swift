internal import GraphEditing
internal import ONNX

/// The same computation, or the same small constant, is there once.
///
///     x -> Sigmoid -> a           becomes      x -> Sigmoid -> a
///     x -> Sigmoid -> b                                        (b is a)
enum MergeDuplicates: GraphPass {
    static let name = "merge-duplicates"
    static let summary = "equal nodes and equal small constants become one"

    /// Larger constants are weights, of which each layer keeps its own.
    private static let constantLimit = 8

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        mergeConstants(&graph) + mergeNodes(&graph)
    }

    private static func mergeConstants(_ graph: inout EditableGraph) -> Int {
        var first: [String: String] = [:]
        var count = 0
        for name in graph.constants.names {
            guard !graph.pinned.contains(name), let tensor = graph.constants.tensor(name),
                let elements = tensor.elementCount, elements <= constantLimit,
                let anchor = graph.consumers(of: name).first,
                let bytes = graph.constants.payload(name)
            else { continue }
            let key = "\(tensor.elementType) \(tensor.shape) \(bytes)"
            guard let kept = first[key] else {
                first[key] = name
                continue
            }
            graph.replace(name, by: kept, near: anchor)
            graph.removeConstant(name)
            count += 1
        }
        return count
    }

    private static let random: Set<String> = [
        "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli", "Dropout",
    ]

    private static func mergeNodes(_ graph: inout EditableGraph) -> Int {
        var first: [String: EditableGraph.NodeID] = [:]
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard, !random.contains(node.operatorType), node.subgraphs.isEmpty,
                node.outputs.allSatisfy({ !$0.isEmpty && !graph.pinned.contains($0) })
            else { continue }
            let key = "\(node.operatorType) \(node.outputs.count) \(node.inputs) \(description(node.attributes))"
            guard let kept = first[key], let other = graph[kept], other.attributes.sorted == node.attributes.sorted
            else {
                first[key] = id
                continue
            }
            for (old, new) in zip(node.outputs, other.outputs) { graph.replace(old, by: new, near: kept) }
            graph.remove(id)
            count += 1
        }
        return count
    }

    private static func description(_ attributes: [Attribute]) -> String {
        attributes.sorted.map { attribute in
            switch attribute.value {
            case .tensor, .tensors, .sparseTensor, .sparseTensors: attribute.name
            default: "\(attribute.name)=\(attribute.value)"
            }
        }.joined(separator: " ")
    }
}

extension [Attribute] {
    fileprivate var sorted: [Attribute] { sorted { $0.name < $1.name } }
}

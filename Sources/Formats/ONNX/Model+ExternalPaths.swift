internal import Support

extension Model {
    /// The files next to the model that its tensors are in, sorted; empty if it came from memory.
    package var externalPaths: [String] {
        guard let folder else { return [] }
        var locations: Set<String> = []
        Self.collect(graph, &locations)
        return locations.sorted().map { Path.join(folder, $0) }
    }

    private static func collect(_ graph: Graph, _ locations: inout Set<String>) {
        graph.initializers.forEach { collect($0, &locations) }
        graph.sparseInitializers.forEach { collect($0, &locations) }
        for attribute in graph.nodes.flatMap(\.attributes) {
            switch attribute.value {
            case .tensor(let tensor): collect(tensor, &locations)
            case .tensors(let tensors): tensors.forEach { collect($0, &locations) }
            case .sparseTensor(let tensor): collect(tensor, &locations)
            case .sparseTensors(let tensors): tensors.forEach { collect($0, &locations) }
            case .graph(let graph): collect(graph, &locations)
            case .graphs(let graphs): graphs.forEach { collect($0, &locations) }
            default: break
            }
        }
    }

    private static func collect(_ tensor: SparseTensor, _ locations: inout Set<String>) {
        collect(tensor.values, &locations)
        collect(tensor.indices, &locations)
    }

    private static func collect(_ tensor: Tensor, _ locations: inout Set<String>) {
        if case .external(let external) = tensor.data { locations.insert(external.location) }
    }
}

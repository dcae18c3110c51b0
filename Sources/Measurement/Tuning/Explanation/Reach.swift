internal import ONNX

/// What depends on a value, and what else that needs.
struct Reach {
    private let nodes: [Node]
    private let checkpoints: Set<String>
    private let producers: [String: Int]

    init(_ nodes: [Node], checkpoints: Set<String>) {
        self.nodes = nodes
        self.checkpoints = checkpoints
        producers = Dictionary(
            nodes.enumerated().flatMap { index, node in node.outputs.map { ($0, index) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Checkpoints that do not depend on a value and are needed, besides it, to compute all that does.
    func frontier(of value: String) -> Set<String> {
        var dependent: Set<String> = [value]
        var open: [String] = []
        for node in nodes where node.inputs.contains(where: dependent.contains) {
            dependent.formUnion(node.outputs)
            open += node.inputs
        }
        var frontier: Set<String> = []
        var seen = dependent
        while let name = open.popLast() {
            guard seen.insert(name).inserted else { continue }
            if checkpoints.contains(name) {
                frontier.insert(name)
            } else if let producer = producers[name] {
                open += nodes[producer].inputs
            }
        }
        return frontier
    }
}

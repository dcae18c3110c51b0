internal import GraphEditing
internal import ONNX

/// Parallel branches that are linear in the same input and added up are one convolution (RepVGG, RepViT, MobileOne).
///
///          ,-> Conv 3x3 --.
///     x ---+-> Conv 1x1 --+-> Add -> y      becomes      x -> Conv 3x3 -> y
///          +-> BatchNorm -+
///          `--------------'
///
///     x -> Conv -> Sub -> y                     becomes      x -> Conv -> y      (FastViT subtracts a branch)
///     x -> BatchNorm --^
///
/// A 1x1 convolution, a BatchNormalization and the identity touch only the center of the kernel. Other terms of the sum
/// stay. Depthwise, grouped and dense convolutions alike, where the result is not larger than its parts.
enum MergeBranches: GraphPass {
    static let name = "merge-branches"
    static let summary = "parallel convolutions that are added become one"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], isSum(node), let output = node.onlyOutput, !isInnerSum(output, graph) else {
                continue
            }
            if merge(sum: id, output, &graph) { count += 1 }
        }
        return count
    }

    /// Whether the value only goes into another sum, which then is looked at as a whole.
    private static func isInnerSum(_ value: String, _ graph: EditableGraph) -> Bool {
        guard let id = graph.onlyConsumer(of: value), let node = graph[id] else { return false }
        return isSum(node)
    }

    private static func isSum(_ node: Node) -> Bool {
        node.isStandard && ["Add", "Sub", "Sum"].contains(node.operatorType)
    }

    /// A term of a sum.
    struct Leaf {
        var value: String
        var isNegative: Bool
    }

    private static func merge(
        sum id: EditableGraph.NodeID, _ output: String, _ graph: inout EditableGraph
    ) -> Bool {
        let (leaves, inner) = self.leaves(of: id, graph)
        // Longer sums are not parallel branches, and every pair of terms is looked at.
        guard (2...64).contains(leaves.count), let shape = graph.shape(output) else { return false }
        let terms = leaves.map { BranchTerm($0.value, shape: shape, graph) }
        for (index, term) in terms.enumerated() {
            // A sum of many terms is split by its convolutions, each of which looks for its own kind.
            guard let seed = term?.convolution else { continue }
            var members = [index]
            for (other, candidate) in terms.enumerated() where other != index {
                let candidate = candidate ?? BranchTerm(identity: leaves[other].value, shape: shape, graph)
                if candidate?.input == seed.input || leaves[other].value == seed.input { members.append(other) }
            }
            guard members.count >= 2 else { continue }
            members.sort()
            let branches = members.compactMap { (member) -> BranchTerm? in
                var branch =
                    leaves[member].value == seed.input
                    ? BranchTerm(identity: seed.input, shape: shape, graph) : terms[member]
                branch?.isNegative = leaves[member].isNegative
                return branch
            }
            guard branches.count == members.count,
                let merged = MergedBranches(branches, channels: seed.outputChannels, graph)
            else { continue }
            rewrite(merged, branches, members, leaves, inner, id, output, &graph)
            return true
        }
        return false
    }

    /// The terms of a sum through the sums inside of it that nothing else uses.
    private static func leaves(
        of id: EditableGraph.NodeID, _ graph: EditableGraph
    ) -> (leaves: [Leaf], inner: [EditableGraph.NodeID]) {
        var leaves: [Leaf] = []
        var inner: [EditableGraph.NodeID] = [id]
        var pending = graph[id].map { terms(of: $0, isNegative: false) } ?? []
        while let leaf = pending.popLast() {
            if graph.isUsedOnce(leaf.value), let child = graph.producer(of: leaf.value), let node = graph[child],
                isSum(node), !node.inputs.contains(where: graph.isConstant)
            {
                inner.append(child)
                pending += terms(of: node, isNegative: leaf.isNegative)
            } else {
                leaves.append(leaf)
            }
        }
        return (leaves, inner)
    }

    /// Last first.
    private static func terms(of node: Node, isNegative: Bool) -> [Leaf] {
        node.inputs.enumerated().reversed().map { index, name in
            Leaf(value: name, isNegative: isNegative != (node.operatorType == "Sub" && index == 1))
        }
    }

    /// The first convolution becomes the merged one, and the rest of the sum is rewritten.
    private static func rewrite(
        _ merged: MergedBranches, _ branches: [BranchTerm], _ members: [Int], _ leaves: [Leaf],
        _ inner: [EditableGraph.NodeID], _ id: EditableGraph.NodeID, _ output: String, _ graph: inout EditableGraph
    ) {
        guard let seed = branches.first(where: { $0.convolution != nil })?.convolution else { return }
        graph.setWeights(of: seed.id, shape: merged.shape, merged.weights, bias: merged.bias) { node in
            node.inputs[0] = seed.input
            node.attributes = merged.attributes
        }
        let mergedValue = graph.freshName("\(seed.name).merged")
        graph.setOutput(of: seed.id, mergedValue)
        for branch in branches where branch.node != seed.id {
            if let node = branch.node { graph.remove(node) }
        }
        var rest: [Leaf] = []
        for (index, leaf) in leaves.enumerated() {
            if index == members[0] {
                rest.append(Leaf(value: mergedValue, isNegative: false))
            } else if !members.contains(index) {
                rest.append(leaf)
            }
        }
        // A sum begins with a term that is added; the merged one always is.
        if rest[0].isNegative, let first = rest.firstIndex(where: { !$0.isNegative }) { rest.swapAt(0, first) }
        let label = graph[id]?.label ?? "sum"
        for node in inner { graph.remove(node) }
        guard rest.count > 1 else { return graph.setOutput(of: seed.id, output) }
        var value = rest[0].value
        for (index, term) in rest.dropFirst().enumerated() {
            value = graph.add(
                term.isNegative ? "Sub" : "Add", [value, term.value], name: index == 0 ? label : "\(label).\(index)",
                near: id)
        }
        graph.replace(output, by: value, near: id)
    }
}

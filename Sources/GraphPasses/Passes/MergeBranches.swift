internal import ONNXModel

/// Parallel branches that are linear in the same input and added up are one convolution (RepVGG, RepViT, MobileOne).
///
///          ,-> Conv 3x3 --.
///     x ---+-> Conv 1x1 --+-> Add -> y      becomes      x -> Conv 3x3 -> y
///          +-> BatchNorm -+
///          `--------------'
///
/// A 1x1 convolution, a BatchNormalization and the identity touch only the centre of the kernel. Other terms of the sum
/// stay. Depthwise, grouped and dense convolutions alike, where the result is no larger than its parts.
enum MergeBranches: GraphPass {
    static let name = "merge-branches"
    static let summary = "parallel convolutions that are added become one"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard("Add") || node.isStandard("Sum"),
                let output = node.onlyOutput, !isInnerSum(output, graph)
            else { continue }
            if merge(sum: id, output, &graph) { count += 1 }
        }
        return count
    }

    /// Whether the value only goes into another sum, which then is looked at as a whole.
    private static func isInnerSum(_ value: String, _ graph: EditableGraph) -> Bool {
        guard let id = graph.onlyConsumer(of: value), let node = graph[id] else { return false }
        return node.isStandard("Add") || node.isStandard("Sum")
    }

    private static func merge(
        sum id: EditableGraph.NodeID, _ output: String, _ graph: inout EditableGraph
    ) -> Bool {
        let (leaves, inner) = self.leaves(of: id, graph)
        // Longer sums are not parallel branches, and every pair of terms is looked at.
        guard (2...64).contains(leaves.count), let shape = graph.shape(output) else { return false }
        let terms = leaves.map { BranchTerm($0, shape: shape, graph) }
        for (index, term) in terms.enumerated() {
            // A sum of many terms is taken apart by its convolutions, each of which looks for its own kind.
            guard let seed = term?.convolution else { continue }
            var members = [index]
            for (other, candidate) in terms.enumerated() where other != index {
                let candidate = candidate ?? BranchTerm(identity: leaves[other], shape: shape, graph)
                if candidate?.input == seed.input || leaves[other] == seed.input { members.append(other) }
            }
            guard members.count >= 2 else { continue }
            members.sort()
            let branches = members.compactMap { member in
                leaves[member] == seed.input
                    ? BranchTerm(identity: leaves[member], shape: shape, graph) : terms[member]
            }
            guard branches.count == members.count,
                let merged = MergedBranches(branches, channels: seed.outputChannels, graph)
            else { continue }
            rewrite(merged, branches, members, leaves, inner, id, output, &graph)
            return true
        }
        return false
    }

    /// The terms of a sum through the sums inside of it that nobody else uses.
    private static func leaves(
        of id: EditableGraph.NodeID, _ graph: EditableGraph
    ) -> (leaves: [String], inner: [EditableGraph.NodeID]) {
        var leaves: [String] = []
        var inner: [EditableGraph.NodeID] = [id]
        var pending = Array((graph[id]?.inputs ?? []).reversed())
        while let name = pending.popLast() {
            if graph.isUsedOnce(name), let child = graph.producer(of: name), let node = graph[child],
                node.isStandard("Add") || node.isStandard("Sum"), !node.inputs.contains(where: graph.isConstant)
            {
                inner.append(child)
                pending += node.inputs.reversed()
            } else {
                leaves.append(name)
            }
        }
        return (leaves, inner)
    }

    /// The first branch becomes the merged convolution, and what is left of the sum is written anew.
    private static func rewrite(
        _ merged: MergedBranches, _ branches: [BranchTerm], _ members: [Int], _ leaves: [String],
        _ inner: [EditableGraph.NodeID], _ id: EditableGraph.NodeID, _ output: String, _ graph: inout EditableGraph
    ) {
        guard let seed = branches.first(where: { $0.convolution != nil })?.convolution else { return }
        graph.setWeights(of: seed.id, shape: merged.shape, merged.weights, bias: merged.bias) { node in
            node.inputs[0] = seed.input
            node.attributes = merged.attributes
        }
        for branch in branches where branch.node != seed.id {
            if let node = branch.node { graph.remove(node) }
        }
        var rest: [String] = []
        for (index, leaf) in leaves.enumerated() {
            if index == members[0] {
                rest.append(seed.output)
            } else if !members.contains(index) {
                rest.append(leaf)
            }
        }
        let label = graph[id]?.label ?? "sum"
        for node in inner { graph.remove(node) }
        var value = rest[0]
        for (index, term) in rest.dropFirst().enumerated() {
            value = graph.add("Add", [value, term], name: index == 0 ? label : "\(label).\(index)", near: id)
        }
        graph.replace(output, by: value, near: id)
    }
}

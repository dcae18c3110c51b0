internal import GraphEditing
internal import ONNX

/// What was an attribute and became an input, and back.
extension OpsetRules {
    private static let reductions: Set<String> = [
        "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp",
        "ReduceSumSquare",
    ]

    static let arguments: [Rule] = [
        Rule(["Pad"], since: 18) { id, graph in padAxes(id, &graph) },
        Rule(["Resize"], since: 18) { id, graph in resizeAxes(id, &graph) },
        Rule(["Split"], since: 18) { id, graph in splitCount(id, &graph) },
        Rule(reductions, since: 18) { id, graph in axesToAttribute(id, &graph) },
        Rule(["Shape"], since: 15) { id, graph in
            graph[id]?.attribute("end") == nil
                ? .same : .impossible("Shape of a part of the axes is not known in older opsets")
        },
        Rule(["Reshape"], since: 14) { id, graph in
            guard let node = graph[id], (try? node.flag("allowzero", default: false)) == true else { return .same }
            guard graph.constants.integers(node.inputs[1])?.contains(0) == false else {
                return .impossible("Reshape to an axis of size 0 has no older form")
            }
            graph.update(id) { $0.removeAttribute("allowzero") }
            return .done
        },
        Rule(["Softmax", "LogSoftmax", "Hardmax"], since: 13) { id, graph in softmaxAxis(id, &graph) },
        Rule(["ReduceSum", "Squeeze", "Unsqueeze"], since: 13) { id, graph in axesToAttribute(id, &graph) },
        Rule(["Split"], since: 13) { id, graph in
            integersToAttribute(id, input: 1, attribute: "split", &graph)
        },
        Rule(["Resize"], since: 13) { id, graph in resizeInputs(id, &graph) },
        Rule(["Dropout"], since: 12) { id, graph in
            guard let node = graph[id], node.inputs.count > 1 else { return .same }
            graph.update(id) { $0.inputs = [$0.inputs[0]] }
            return .done
        },
        Rule(["Clip"], since: 11) { id, graph in
            guard let node = graph[id] else { return .same }
            for (index, name) in [(1, "min"), (2, "max")] where node.inputs.count > index && !node.inputs[index].isEmpty
            {
                guard let value = graph.scalar(node.inputs[index]) else {
                    return .impossible("Clip with a computed bound has no older form")
                }
                graph.update(id) { $0.set(.float(name, value)) }
            }
            graph.update(id) { $0.inputs = [$0.inputs[0]] }
            return .done
        },
        Rule(["Pad"], since: 11) { id, graph in padToAttributes(id, &graph) },
        Rule(["Gemm"], since: 11) { id, graph in
            guard let node = graph[id], node.inputs.count == 2 || node.inputs.last == "" else { return .same }
            let zero = graph.addWeights("\(node.label).bias", shape: [1], [0])
            graph.update(id) { $0.inputs = [$0.inputs[0], $0.inputs[1], zero] }
            return .done
        },
        Rule(["Resize"], since: 11) { id, graph in resizeToTen(id, &graph) },
        Rule(
            [
                "Concat", "Flatten", "Gather", "Softmax", "LogSoftmax", "Split", "ArgMax", "ArgMin", "Squeeze",
                "Unsqueeze",
                "ReduceMean", "ReduceMax", "ReduceMin", "ReduceSum", "ReduceProd", "ReduceL2", "TopK",
            ], since: 11
        ) { id, graph in positiveAxes(id, &graph) },
    ]

    // MARK: Inputs to attributes

    static func axesToAttribute(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id] else { return .same }
        if (try? node.flag("noop_with_empty_axes", default: false)) == true,
            node.inputs.count < 2 || node.inputs[1].isEmpty || graph.constants.integers(node.inputs[1]) == []
        {
            graph.update(id) { node in
                node = Node("Identity", name: node.name, inputs: [node.inputs[0]], outputs: node.outputs)
            }
            return .done
        }
        return integersToAttribute(id, input: 1, attribute: "axes", &graph)
    }

    static func integersToAttribute(
        _ id: EditableGraph.NodeID, input: Int, attribute: String, _ graph: inout EditableGraph
    ) -> Conversion {
        guard let node = graph[id], node.inputs.count > input else { return .same }
        if node.inputs[input].isEmpty {
            graph.update(id) { $0.inputs.removeSubrange(input...) }
            return .done
        }
        guard let values = graph.constants.integers(node.inputs[input]) else {
            return .impossible("\(node.operatorType) with computed '\(attribute)' has no older form")
        }
        graph.update(id) { node in
            node.inputs.removeSubrange(input...)
            if !values.isEmpty { node.set(.integers(attribute, values)) }
        }
        return .done
    }

    private static func splitCount(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id], node.attribute("num_outputs") != nil else { return .same }
        guard let axis = try? node.integer("axis", default: 0), let shape = graph.shape(node.inputs[0]),
            let size = shape.indices.contains(axis < 0 ? axis + shape.count : axis)
                ? shape[axis < 0 ? axis + shape.count : axis].size : nil
        else { return .impossible("Split of an axis of unknown size has no older form") }
        let count = node.outputs.count
        let part = (size + count - 1) / count
        let sizes = (0..<count).map { max(0, min(part, size - $0 * part)) }
        let name = graph.addConstant(
            Tensor(name: "\(node.label).split", shape: [count], integers: sizes.map { Int64($0) }))
        graph.update(id) { node in
            node.removeAttribute("num_outputs")
            node.inputs = [node.inputs[0], name]
        }
        return .done
    }

    // MARK: Pad

    /// Widths of some axes become widths of all.
    private static func padAxes(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id] else { return .same }
        if (try? node.text("mode", default: "constant")) == "wrap" {
            return .impossible("Pad of mode 'wrap' has no older form")
        }
        guard node.inputs.count > 3 else { return .same }
        if !node.inputs[3].isEmpty {
            guard let axes = graph.constants.integers(node.inputs[3]), let rank = graph.rank(node.inputs[0]),
                let widths = graph.constants.integers(node.inputs[1]), widths.count == 2 * axes.count,
                axes.allSatisfy({ (-rank..<rank).contains($0) })
            else { return .impossible("Pad of computed axes has no older form") }
            var all = [Int64](repeating: 0, count: 2 * rank)
            for (index, axis) in axes.enumerated() {
                let axis = axis < 0 ? axis + rank : axis
                all[axis] = Int64(widths[index])
                all[axis + rank] = Int64(widths[index + axes.count])
            }
            let name = graph.addConstant(Tensor(name: "\(node.label).pads", shape: [all.count], integers: all))
            graph.update(id) { $0.inputs[1] = name }
        }
        graph.update(id) { node in
            node.inputs.removeSubrange(3...)
            if node.inputs.last?.isEmpty == true { node.inputs.removeLast() }
        }
        return .done
    }

    private static func padToAttributes(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id], node.inputs.count > 1 else { return .same }
        guard let pads = graph.constants.integers(node.inputs[1]) else {
            return .impossible("Pad of computed widths has no older form")
        }
        var value = 0.0
        if node.inputs.count > 2, !node.inputs[2].isEmpty {
            guard let number = graph.scalar(node.inputs[2]) else {
                return .impossible("Pad with a computed value has no older form")
            }
            value = number
        }
        graph.update(id) { node in
            node.inputs = [node.inputs[0]]
            node.set(.integers("pads", pads))
            node.set(.float("value", value))
        }
        return .done
    }

    // MARK: Softmax

    /// Before opset 13, everything from the axis on is one axis.
    private static func softmaxAxis(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id], let stated = try? node.integer("axis", default: -1) else { return .same }
        guard let shape = graph.shape(node.inputs[0]), !shape.isEmpty else {
            return .impossible("\(node.operatorType) of unknown rank has no older form")
        }
        let axis = stated < 0 ? stated + shape.count : stated
        guard shape.indices.contains(axis) else { return .impossible("its axis \(stated) is not there") }
        if shape[(axis + 1)...].allSatisfy({ $0 == .fixed(1) }) {
            graph.update(id) { $0.set(.integer("axis", axis)) }
            return .done
        }
        let last = shape.count - 1
        var order = Array(shape.indices)
        order.swapAt(axis, last)
        let before = graph.add(
            "Transpose", [node.inputs[0]], [.integers("perm", order)], name: "\(node.label).before", near: id)
        let inner = graph.freshName("\(node.label).inner")
        graph.update(id) { node in
            node.inputs[0] = before
            node.outputs = [inner]
            node.set(.integer("axis", last))
        }
        graph.add(
            Node(
                "Transpose", name: "\(node.label).after", inputs: [inner], outputs: [node.outputs[0]],
                attributes: [.integers("perm", order)]), near: id)
        return .done
    }

    // MARK: Axes

    /// Before opset 11 axes are counted from the front only.
    private static func positiveAxes(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id] else { return .same }
        let values = (try? node.integers("axes")) ?? []
        let axis = (try? node.integerIfPresent("axis")) ?? 0
        guard values.contains(where: { $0 < 0 }) || axis < 0 else { return .same }
        let counted = node.operatorType == "Unsqueeze" ? node.outputs[0] : node.inputs[0]
        guard let rank = graph.rank(counted) else {
            return .impossible(
                "\(node.operatorType) on an axis counted from the end, of unknown rank, has no older form")
        }
        graph.update(id) { node in
            if axis < 0 { node.set(.integer("axis", axis + rank)) }
            if !values.isEmpty { node.set(.integers("axes", values.map { $0 < 0 ? $0 + rank : $0 })) }
        }
        return .done
    }
}

internal import GraphEditing
internal import ONNX

/// `Resize`, which changed with almost every opset.
extension OpsetRules {
    /// Opset 18 may resize some axes only, and with other policies.
    static func resizeAxes(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id] else { return .same }
        let policy = try? node.text("keep_aspect_ratio_policy", default: "stretch")
        guard policy == "stretch" || node.inputs.count < 4 else {
            return .impossible("Resize that keeps the aspect ratio has no older form")
        }
        guard (try? node.flag("antialias", default: false)) == false else {
            return .impossible("Resize with antialiasing has no older form")
        }
        guard (try? node.text("coordinate_transformation_mode", default: "half_pixel")) != "half_pixel_symmetric" else {
            return .impossible("Resize with symmetric half pixels has no older form")
        }
        guard let axes = try? node.integers("axes") else { return .same }
        guard let sizes = graph.sizes(node.outputs[0]), let input = graph.sizes(node.inputs[0]),
            sizes.count == input.count,
            axes.allSatisfy({ (-sizes.count..<sizes.count).contains($0) })
        else { return .impossible("Resize of some axes of unknown size has no older form") }
        if node.inputs.count > 2, !node.inputs[2].isEmpty {
            guard let scales = graph.constants.elements(node.inputs[2], atMost: 8), scales.count == axes.count else {
                return .impossible("Resize by computed factors has no older form")
            }
            var all = [Double](repeating: 1, count: sizes.count)
            for (axis, scale) in zip(axes, scales) { all[axis < 0 ? axis + sizes.count : axis] = scale }
            let name = graph.addWeights("\(node.label).scales", shape: [all.count], all)
            graph.update(id) { node in
                node.inputs[2] = name
                node.removeAttribute("axes")
            }
        } else {
            let name = graph.addConstant(
                Tensor(name: "\(node.label).sizes", shape: [sizes.count], integers: sizes.map { Int64($0) }))
            graph.update(id) { node in
                node.inputs[3] = name
                node.removeAttribute("axes")
            }
        }
        graph.update(id) { $0.removeAttribute("keep_aspect_ratio_policy") }
        return .done
    }

    /// Opset 11 wants all of its inputs; factors instead of sizes where they are known, so that the batch stays free.
    static func resizeInputs(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id] else { return .same }
        let hasScales = node.inputs.count > 2 && !node.inputs[2].isEmpty
        let hasROI = node.inputs.count > 1 && !node.inputs[1].isEmpty
        let roi = hasROI ? node.inputs[1] : graph.addWeights("\(node.label).roi", shape: [0], [])
        if hasScales {
            graph.update(id) { $0.inputs = [$0.inputs[0], roi, $0.inputs[2]] }
            return .done
        }
        guard node.inputs.count > 3 else { return .impossible("it has neither factors nor sizes") }
        if let input = graph.sizes(node.inputs[0]), let sizes = graph.sizes(node.outputs[0]),
            input.count == sizes.count,
            zip(input, sizes).allSatisfy({ $0 > 0 && $1 % $0 == 0 })
        {
            let scales = zip(input, sizes).map { Double($1 / $0) }
            let name = graph.addWeights("\(node.label).scales", shape: [scales.count], scales)
            graph.update(id) { $0.inputs = [$0.inputs[0], roi, name] }
        } else {
            let empty = graph.addWeights("\(node.label).scales", shape: [0], [])
            graph.update(id) { $0.inputs = [$0.inputs[0], roi, empty, $0.inputs[3]] }
        }
        return .done
    }

    /// Opset 10 counts coordinates from the corner, and knows factors alone.
    static func resizeToTen(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id] else { return .same }
        guard (try? node.text("coordinate_transformation_mode", default: "half_pixel")) == "asymmetric",
            let mode = try? node.text("mode", default: "nearest"), mode == "nearest" || mode == "linear",
            mode == "linear" || (try? node.text("nearest_mode", default: "round_prefer_floor")) == "floor",
            node.inputs.count == 3
        else { return .impossible("Resize with these coordinates has no form in opset 10") }
        graph.update(id) { node in
            node.inputs = [node.inputs[0], node.inputs[2]]
            node.attributes.removeAll { $0.name != "mode" }
        }
        return .done
    }

    /// Opset 10's `Resize`, and before it `Upsample`, in the words of opset 11.
    static func resizeFromTen(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id], node.inputs.count == 2 else { return .same }
        let roi = graph.addWeights("\(node.label).roi", shape: [0], [])
        graph.update(id) { node in
            node.inputs = [node.inputs[0], roi, node.inputs[1]]
            node.set(Attribute("coordinate_transformation_mode", .text("asymmetric")))
            node.set(Attribute("nearest_mode", .text("floor")))
        }
        return .done
    }
}

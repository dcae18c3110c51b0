internal import GraphEditing
internal import ONNX

/// From older opsets to newer ones; oldest changes first.
extension OpsetRules {
    static let raising: [Rule] = [
        Rule(["BatchNormalization"], since: 9) { id, graph in
            guard let node = graph[id] else { return .same }
            guard (try? node.flag("spatial", default: true)) == true else {
                return .impossible("BatchNormalization with statistics of each element has no newer form")
            }
            graph.update(id) { $0.removeAttribute("spatial") }
            return .done
        },
        Rule(["Upsample"], since: 9) { id, graph in
            guard let node = graph[id], let scales = try? node.floats("scales") else { return .same }
            let name = graph.addWeights("\(node.label).scales", shape: [scales.count], scales.map { Double($0) })
            graph.update(id) { node in
                node.inputs.append(name)
                node.removeAttribute("scales")
            }
            return .done
        },
        Rule(["Upsample"], since: 10) { id, graph in
            graph.update(id) { $0.operatorType = "Resize" }
            // As it is not called Upsample any more, the rule for Resize does not meet it.
            return resizeFromTen(id, &graph)
        },
        Rule(["Slice"], since: 10) { id, graph in sliceInputs(id, &graph) },
        Rule(["TopK"], since: 10) { id, graph in
            guard let node = graph[id], let k = try? node.integerIfPresent("k") else { return .same }
            let name = graph.addConstant(Tensor(name: "\(node.label).k", shape: [1], integers: [Int64(k)]))
            graph.update(id) { node in
                node.inputs.append(name)
                node.removeAttribute("k")
            }
            return .done
        },
        Rule(["Resize"], since: 11) { id, graph in resizeFromTen(id, &graph) },
        Rule(["Clip"], since: 11) { id, graph in
            guard let node = graph[id], node.inputs.count == 1 else { return .same }
            let low = try? node.float("min", default: -.greatestFiniteMagnitude)
            let high = try? node.float("max", default: .greatestFiniteMagnitude)
            guard let low, let high else { return .same }
            let names = [("min", low), ("max", high)].map { name, value in
                graph.addWeights("\(node.label).\(name)", shape: [], [Double(value)])
            }
            graph.update(id) { node in
                node.inputs += names
                node.attributes = []
            }
            return .done
        },
        Rule(["Pad"], since: 11) { id, graph in
            guard let node = graph[id], let pads = try? node.integers("pads"),
                let value = try? node.float("value", default: 0)
            else { return .same }
            let widths = graph.addConstant(
                Tensor(name: "\(node.label).pads", shape: [pads.count], integers: pads.map { Int64($0) }))
            let number = graph.addWeights("\(node.label).value", shape: [], [Double(value)])
            graph.update(id) { node in
                node.inputs += [widths, number]
                node.removeAttribute("pads")
                node.removeAttribute("value")
            }
            return .done
        },
        Rule(["Softmax", "LogSoftmax", "Hardmax"], since: 13) { id, graph in
            guard let node = graph[id], let stated = try? node.integer("axis", default: 1) else { return .same }
            guard let shape = graph.shape(node.inputs[0]) else {
                return .impossible("\(node.operatorType) of unknown rank has no newer form")
            }
            let axis = stated < 0 ? stated + shape.count : stated
            guard axis >= 0, axis < shape.count, shape[(axis + 1)...].allSatisfy({ $0 == .fixed(1) }) else {
                return .impossible("\(node.operatorType) over several axes has no newer form")
            }
            graph.update(id) { $0.set(.integer("axis", axis)) }
            return .done
        },
        Rule(["ReduceSum", "Squeeze", "Unsqueeze"], since: 13) { id, graph in
            attributeToInput(id, attribute: "axes", &graph)
        },
        Rule(["Split"], since: 13) { id, graph in attributeToInput(id, attribute: "split", &graph) },
        Rule(
            [
                "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum",
                "ReduceLogSumExp", "ReduceSumSquare",
            ], since: 18
        ) { id, graph in attributeToInput(id, attribute: "axes", &graph) },
        Rule(["Split"], since: 18) { id, graph in
            guard let node = graph[id], node.inputs.count == 1 else { return .same }
            graph.update(id) { $0.set(.integer("num_outputs", node.outputs.count)) }
            return .done
        },
    ]

    private static func attributeToInput(
        _ id: EditableGraph.NodeID, attribute: String, _ graph: inout EditableGraph
    ) -> Conversion {
        guard let node = graph[id], node.inputs.count == 1, let values = try? node.integers(attribute) else {
            return .same
        }
        let name = graph.addConstant(
            Tensor(name: "\(node.label).\(attribute)", shape: [values.count], integers: values.map { Int64($0) }))
        graph.update(id) { node in
            node.inputs.append(name)
            node.removeAttribute(attribute)
        }
        return .done
    }

    private static func sliceInputs(_ id: EditableGraph.NodeID, _ graph: inout EditableGraph) -> Conversion {
        guard let node = graph[id], node.inputs.count == 1, let starts = try? node.integers("starts"),
            let ends = try? node.integers("ends")
        else { return .same }
        let axes = (try? node.integers("axes")) ?? Array(starts.indices)
        let names = [("starts", starts), ("ends", ends), ("axes", axes)].map { name, values in
            graph.addConstant(
                Tensor(name: "\(node.label).\(name)", shape: [values.count], integers: values.map { Int64($0) }))
        }
        graph.update(id) { node in
            node.inputs += names
            node.attributes = []
        }
        return .done
    }
}

internal import ONNX

/// Finds functions that exporters write as several nodes, and makes one node of each.
enum ActivationForms {
    static func join(_ graph: inout FusionGraph, memory: MemoryPool) throws {
        for index in graph.items.indices {
            guard let node = graph.items[index]?.node else { continue }
            switch node.operatorType {
            case "Erf": try joinGELU(&graph, index, node, memory)
            case "Sigmoid": joinSwish(&graph, index, node)
            case "HardSigmoid": joinHardSwish(&graph, index, node)
            case "Clip": joinClippedHardSwish(&graph, index, node)
            default: break
            }
        }
    }

    /// ```
    /// x - Div sqrt(2) - Erf - Add 1 - Mul - Mul 0.5        the 0.5 may stand before, on either side
    ///  \-------------------------------/
    /// ```
    ///
    /// Without 0.5, which onnxsim multiplies into weights, it is a GELU times 2.
    private static func joinGELU(
        _ graph: inout FusionGraph, _ index: Int, _ erf: Node, _ memory: MemoryPool
    ) throws {
        guard let scaling = graph.producer(of: erf.inputs[0]), graph.soleUser(of: erf.inputs[0])?.index == index,
            let scaled = graph.operands(scaling.node),
            isInverseRoot(scaling.node, scaled.number, scaled.isNumberSecond),
            let addition = graph.soleUser(of: erf.outputs[0]), addition.node.operatorType == "Add",
            graph.operands(addition.node)?.number == 1,
            let product = graph.soleUser(of: addition.node.outputs[0]), product.node.operatorType == "Mul",
            let factor = graph.other(product.node, than: addition.node.outputs[0])
        else { return }
        let x = scaled.value
        var indices = [scaling.index, index, addition.index, product.index]
        var last = product.node
        if factor == x {
            guard let half = graph.soleUser(of: product.node.outputs[0]), half.node.operatorType == "Mul",
                graph.operands(half.node)?.number == 0.5
            else { return try replaceByDoubleGELU(&graph, indices, x, product.node, memory) }
            indices.append(half.index)
            last = half.node
        } else if graph.scalar(factor) == 0.5 {
            guard let outer = graph.soleUser(of: product.node.outputs[0]), outer.node.operatorType == "Mul",
                graph.other(outer.node, than: product.node.outputs[0]) == x
            else { return }
            indices.append(outer.index)
            last = outer.node
        } else {
            guard let half = graph.producer(of: factor), half.node.operatorType == "Mul",
                let halved = graph.operands(half.node), halved.number == 0.5, halved.value == x,
                graph.soleUser(of: factor)?.index == product.index
            else { return }
            indices.append(half.index)
        }
        replace(&graph, indices, "Gelu", x, last)
    }

    /// Puts a GELU and a multiplication by 2 in the place of nodes, the last of which is `product`.
    private static func replaceByDoubleGELU(
        _ graph: inout FusionGraph, _ indices: [Int], _ x: String, _ product: Node, _ memory: MemoryPool
    ) throws {
        // No name in a file holds a NUL.
        let (gelu, two) = (product.outputs[0] + "\0gelu", product.outputs[0] + "\0two")
        let factor = try Value(.float, [], in: memory)
        factor.floats[0] = 2
        graph.constants.set(two, to: factor)
        graph.replace(
            indices.dropLast(),
            with: FusionGraph.Item(node: Node("Gelu", name: product.name, inputs: [x], outputs: [gelu])))
        graph.replace(
            indices.suffix(1),
            with: FusionGraph.Item(
                node: Node("Mul", name: product.name, inputs: [gelu, two], outputs: product.outputs)))
    }

    /// Whether a node divides by the square root of 2.
    private static func isInverseRoot(_ node: Node, _ number: Float, _ isSecond: Bool) -> Bool {
        switch node.operatorType {
        case "Div": isSecond && abs(number - 1.414_213_56) < 1e-6
        case "Mul": abs(number - 0.707_106_78) < 1e-6
        default: false
        }
    }

    /// `x * sigmoid(x)`
    private static func joinSwish(_ graph: inout FusionGraph, _ index: Int, _ sigmoid: Node) {
        guard let product = graph.soleUser(of: sigmoid.outputs[0]), product.node.operatorType == "Mul",
            graph.other(product.node, than: sigmoid.outputs[0]) == sigmoid.inputs[0]
        else { return }
        replace(&graph, [index, product.index], "Swish", sigmoid.inputs[0], product.node)
    }

    /// `x * hardsigmoid(x)` of slope 1/6
    private static func joinHardSwish(_ graph: inout FusionGraph, _ index: Int, _ inner: Node) {
        guard let alpha = try? inner.float("alpha", default: 0.2), abs(alpha - 1 / 6) < 1e-6,
            let beta = try? inner.float("beta", default: 0.5), beta == 0.5,
            let product = graph.soleUser(of: inner.outputs[0]), product.node.operatorType == "Mul",
            graph.other(product.node, than: inner.outputs[0]) == inner.inputs[0]
        else { return }
        replace(&graph, [index, product.index], "HardSwish", inner.inputs[0], product.node)
    }

    /// `x * clip(x + 3, 0, 6) / 6`, the division before or after the product
    private static func joinClippedHardSwish(_ graph: inout FusionGraph, _ index: Int, _ clip: Node) {
        guard let addition = graph.producer(of: clip.inputs[0]), addition.node.operatorType == "Add",
            graph.soleUser(of: clip.inputs[0])?.index == index,
            let added = graph.operands(addition.node), added.number == 3, bounds(graph, clip) == [0, 6],
            let first = graph.soleUser(of: clip.outputs[0]),
            let second = graph.soleUser(of: first.node.outputs[0])
        else { return }
        let x = added.value
        let isDividedFirst =
            isSixth(graph, first.node) && second.node.operatorType == "Mul"
            && graph.other(second.node, than: first.node.outputs[0]) == x
        let isDividedLast =
            first.node.operatorType == "Mul" && graph.other(first.node, than: clip.outputs[0]) == x
            && isSixth(graph, second.node)
        guard isDividedFirst || isDividedLast else { return }
        replace(&graph, [addition.index, index, first.index, second.index], "HardSwish", x, second.node)
    }

    private static func isSixth(_ graph: FusionGraph, _ node: Node) -> Bool {
        guard let operands = graph.operands(node) else { return false }
        return node.operatorType == "Div"
            ? operands.isNumberSecond && operands.number == 6
            : node.operatorType == "Mul" && abs(operands.number - 1 / 6) < 1e-7
    }

    /// A clip's constant bounds; `nil` if it has none, or not constant ones.
    static func bounds(_ graph: FusionGraph, _ clip: Node) -> [Float]? {
        if let low = try? clip.float("min", default: .nan), let high = try? clip.float("max", default: .nan),
            !low.isNaN || !high.isNaN
        {
            return [low.isNaN ? -.infinity : low, high.isNaN ? .infinity : high]
        }
        guard clip.inputs.count > 1 else { return nil }
        var result: [Float] = [-.infinity, .infinity]
        for (index, name) in clip.inputs.dropFirst().enumerated() where !name.isEmpty {
            guard let bound = graph.scalar(name) else { return nil }
            result[index] = bound
        }
        return result
    }

    private static func replace(
        _ graph: inout FusionGraph, _ indices: [Int], _ operatorType: String, _ input: String, _ last: Node
    ) {
        graph.replace(
            indices,
            with: FusionGraph.Item(
                node: Node(operatorType, name: last.name, inputs: [input], outputs: [last.outputs[0]])))
    }
}

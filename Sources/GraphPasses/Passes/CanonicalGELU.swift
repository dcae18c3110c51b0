internal import ONNXModel

/// Every spelling of GELU becomes the one that the vendor's compiler makes a single lookup table of.
///
///     x * (1 + erf(x / sqrt 2)) * 0.5          becomes      Mul(Mul(x, Add(Erf(Div(x, sqrt 2)), 1)), 0.5)
///     (0.5 * x) * (erf(x * 0.7071) + 1)
///     x * (0.5 * erf(x * 0.7071) + 0.5)
///     Gelu(x)                                   (where the opset has no Gelu)
///
/// onnxsim multiplies the factor 0.5 into the weights behind; that is undone:
///
///     x * (1 + erf(x / sqrt 2)) -> Conv(W)      becomes      GELU(x) -> Conv(2 W)
///
/// Measured with hb_perf on m0_9: 1072.9 us with one table a GELU, 2613.5 us in onnxsim's form.
enum CanonicalGELU: GraphPass {
    static let name = "canonical-gelu"
    static let summary = "GELU in the form that the compiler makes one table of"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], node.isStandard else { continue }
            switch node.operatorType {
            case "Gelu" where options.opset < 20 || options.target == .bayesE:
                if expand(id, node, &graph) { count += 1 }
            case "Erf":
                if let match = Match(erf: id, graph), !match.isCanonical(graph), rewrite(match, &graph) { count += 1 }
            default: break
            }
        }
        return count
    }

    private static func rewrite(_ match: Match, _ graph: inout EditableGraph) -> Bool {
        for id in match.nodes { graph.remove(id) }
        var result = chain(match.input, near: match.nodes[0], label: match.label, &graph)
        if match.scale != 1, !graph.scaleInputs(of: match.output, by: match.scale) {
            let factor = graph.addWeights("\(match.label).scale", shape: [], [match.scale])
            result = graph.add("Mul", [result, factor], name: "\(match.label).rescale", near: match.nodes[0])
        }
        graph.replace(match.output, by: result, near: match.nodes[0])
        return true
    }

    /// `0.5 * x * (1 + erf(x / sqrt 2))` in the order in which torch writes it.
    private static func chain(
        _ input: String, near id: EditableGraph.NodeID, label: String, _ graph: inout EditableGraph
    ) -> String {
        let root = graph.sharedScalar("gelu.sqrt2", 2.0.squareRoot())
        let one = graph.sharedScalar("gelu.one", 1)
        let half = graph.sharedScalar("gelu.half", 0.5)
        let scaled = graph.add("Div", [input, root], name: "\(label).div", near: id)
        let error = graph.add("Erf", [scaled], name: "\(label).erf", near: id)
        let shifted = graph.add("Add", [error, one], name: "\(label).add", near: id)
        let product = graph.add("Mul", [input, shifted], name: "\(label).mul", near: id)
        return graph.add("Mul", [product, half], name: "\(label).half", near: id)
    }

    private static func expand(_ id: EditableGraph.NodeID, _ node: Node, _ graph: inout EditableGraph) -> Bool {
        guard node.inputs.count == 1, let output = node.onlyOutput,
            let approximation = try? node.text("approximate", default: "none"),
            // The numbers of the chain are float32.
            graph.elementType(output) ?? .float == .float
        else { return false }
        let label = graph.label(of: node.inputs[0], "gelu")
        let result: String
        switch approximation {
        case "none": result = chain(node.inputs[0], near: id, label: label, &graph)
        case "tanh": result = tanhChain(node.inputs[0], near: id, label: label, &graph)
        default: return false
        }
        graph.remove(id)
        graph.replace(output, by: result, near: id)
        return true
    }

    /// `0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))`, as the specification of `Gelu` has it.
    private static func tanhChain(
        _ x: String, near id: EditableGraph.NodeID, label: String, _ graph: inout EditableGraph
    ) -> String {
        func add(_ type: String, _ inputs: [String], _ suffix: String) -> String {
            graph.add(type, inputs, name: "\(label).\(suffix)", near: id)
        }
        let cubic = graph.sharedScalar("gelu.cubic", 0.044715)
        let slope = graph.sharedScalar("gelu.slope", (2 / Double.pi).squareRoot())
        let one = graph.sharedScalar("gelu.one", 1)
        let half = graph.sharedScalar("gelu.half", 0.5)
        let square = add("Mul", [x, x], "square")
        let cube = add("Mul", [square, x], "cube")
        let term = add("Mul", [cube, cubic], "term")
        let sum = add("Add", [x, term], "sum")
        let scaled = add("Mul", [sum, slope], "scaled")
        let tanh = add("Tanh", [scaled], "tanh")
        let shifted = add("Add", [tanh, one], "add")
        let product = add("Mul", [x, shifted], "mul")
        return add("Mul", [product, half], "half")
    }

    /// A GELU around one `Erf`, times a number.
    private struct Match {
        var input: String
        var output: String
        /// Output = scale * GELU(input).
        var scale: Double
        /// What the GELU is made of, the `Erf` among them.
        var nodes: [EditableGraph.NodeID]
        var label: String

        init?(erf id: EditableGraph.NodeID, _ graph: EditableGraph) {
            guard let erf = graph[id], let argument = graph.affineSource(of: erf.inputs[0], limit: 1),
                argument.shift == 0, abs(argument.scale * 2.0.squareRoot() - 1) < 1e-6,
                graph.isUsedOnce(erf.inputs[0]), let erfOutput = erf.onlyOutput,
                graph.elementType(erfOutput) ?? .float == .float
            else { return nil }
            input = argument.source
            nodes = argument.nodes + [id]
            // p * erf + q
            let gate = graph.affineUse(of: erfOutput)
            guard gate.scale != 0, abs(gate.shift - gate.scale) < 1e-6 * abs(gate.scale),
                let productID = graph.onlyConsumer(of: gate.value), let product = graph[productID],
                product.isStandard("Mul"), let result = product.onlyOutput
            else { return nil }
            nodes += gate.nodes
            let other = product.inputs[0] == gate.value ? product.inputs[1] : product.inputs[0]
            guard other != gate.value else { return nil }
            var factor = 2 * gate.scale
            if other != input {
                guard let scaled = graph.affineSource(of: other, limit: 4), scaled.source == input, scaled.shift == 0,
                    graph.isUsedOnce(other)
                else { return nil }
                nodes += scaled.nodes
                factor *= scaled.scale
            }
            nodes.append(productID)
            output = result
            if let halving = graph.scaling(behind: result), abs(factor * halving.factor - 1) < 1e-6 {
                nodes.append(halving.id)
                output = halving.output
                factor = 1
            }
            scale = abs(factor - 1) < 1e-6 ? 1 : factor
            label = graph.label(of: input, "gelu")
            // Nobody else may need what lies between.
            guard Set(nodes).count == nodes.count else { return nil }
        }

        func isCanonical(_ graph: EditableGraph) -> Bool {
            let types = nodes.compactMap { graph[$0]?.operatorType }
            guard types == ["Div", "Erf", "Add", "Mul", "Mul"], scale == 1 else { return false }
            let list = nodes.compactMap { graph[$0] }
            return list[0].inputs[0] == input && graph.isRankZero(list[0].inputs[1])
                && list[2].inputs[0] == list[1].outputs[0] && graph.isRankZero(list[2].inputs[1])
                && list[3].inputs == [input, list[2].outputs[0]]
                && list[4].inputs[0] == list[3].outputs[0] && graph.isRankZero(list[4].inputs[1])
        }
    }
}

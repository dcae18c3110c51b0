/// Goes through a graph's nodes in order and applies the operators' rules.
final class InferenceEngine {
    private let opset: Int
    private let files: ExternalFiles?
    private(set) var problems: [ShapeInference.Problem] = []

    init(opset: Int, files: ExternalFiles?) {
        self.opset = opset
        self.files = files
    }

    /// Fills the scope with the graph's values.
    ///
    /// - Parameter arguments: what is known of the graph's inputs from outside, in order.
    /// - Returns: multiply-accumulates of each node.
    func infer(_ graph: Graph, in scope: InferenceScope, arguments: [InferredValue?]) -> [Int?] {
        var stated: [String: ValueType] = [:]
        for value in graph.valueInfo + graph.outputs {
            if let type = value.type { stated[value.name] = bounded(type) }
        }
        for (index, input) in graph.inputs.enumerated() {
            let argument = index < arguments.count ? arguments[index] : nil
            scope.values[input.name] = InferredValue(
                input.type.map(bounded) ?? argument?.type, constant: argument?.constant)
        }
        for tensor in graph.initializers { scope.values[tensor.name] = InferredValue(tensor, files) }
        for tensor in graph.sparseInitializers {
            scope.values[tensor.values.name] = InferredValue(
                .sparseTensor(
                    tensor.values.elementType, shape: tensor.shape.map { DimensionArithmetic.dimension($0) }))
        }
        return graph.nodes.map { infer($0, in: scope, stated) }
    }

    private func infer(_ node: Node, in scope: InferenceScope, _ stated: [String: ValueType]) -> Int? {
        var context = NodeContext(
            node: node, opset: opset, inputs: node.inputs.map { $0.isEmpty ? nil : scope.value($0) }, files: files)
        if node.domain.isEmpty || node.domain == "ai.onnx" {
            do throws(ONNXError) {
                switch node.operatorType {
                case "If": try branch(&context, scope)
                case "Loop", "Scan": try loop(&context, scope)
                default: try ShapeRules.rule(for: node.operatorType)?(&context)
                }
            } catch {
                context.macs = nil
                problems.append(
                    ShapeInference.Problem(kind: .operation, node: node.description, message: error.problem))
            }
        }
        for (index, name) in node.outputs.enumerated() where !name.isEmpty {
            var value = context.outputs[index] ?? InferredValue(nil)
            if let type = stated[name] { value.type = merged(value.type, type, name, node) }
            scope.values[name] = value
        }
        return context.macs
    }

    // MARK: Control flow

    /// The outputs are those of either branch.
    private func branch(_ context: inout NodeContext, _ scope: InferenceScope) throws(ONNXError) {
        var results: [[InferredValue?]] = []
        var macs: Int? = 0
        for name in ["then_branch", "else_branch"] {
            let graph = try context.node.graph(name)
            let inner = InferenceScope(parent: scope)
            let counts = infer(graph, in: inner, arguments: [])
            if let known = macs, let sum = Self.sum(counts) { macs = max(known, sum) } else { macs = nil }
            results.append(graph.outputs.map { inner.value($0.name) })
        }
        context.macs = macs
        for index in context.outputs.indices {
            guard index < results[0].count, index < results[1].count,
                let first = results[0][index]?.type, let second = results[1][index]?.type
            else { continue }
            if first == second {
                context.set(index, InferredValue(first))
            } else if case .tensor(let type, let shape) = first, case .tensor(type, let other) = second {
                var union: [Dimension]?
                if let shape, let other { union = DimensionArithmetic.union(shape, other) }
                context.set(index, type, union)
            }
        }
    }

    /// What is carried from round to round may change its shape; what is collected gets one more axis.
    private func loop(_ context: inout NodeContext, _ scope: InferenceScope) throws(ONNXError) {
        let body = try context.node.graph("body")
        let inner = InferenceScope(parent: scope)
        let isLoop = context.node.operatorType == "Loop"
        var arguments: [InferredValue?] = []
        if isLoop {
            arguments = [InferredValue(.tensor(.int64, shape: [])), InferredValue(.tensor(.bool, shape: []))]
            for index in 2..<max(2, context.inputs.count) {
                guard case .tensor(let type, let shape) = context.inputs[index]?.type else {
                    arguments.append(nil)
                    continue
                }
                arguments.append(
                    InferredValue(
                        .tensor(type, shape: shape.map { [Dimension](repeating: .unknown, count: $0.count) })))
            }
        }
        context.macs = Self.sum(infer(body, in: inner, arguments: arguments))
        // Loop's body gives the condition first.
        let results = body.outputs.dropFirst(isLoop ? 1 : 0).map { inner.value($0.name) }
        let carried = isLoop ? max(0, context.inputs.count - 2) : 0
        for index in context.outputs.indices where isLoop && index < results.count {
            guard case .tensor(let type, let shape) = results[index]?.type else { continue }
            if index < carried {
                context.set(index, type, nil)
            } else {
                context.set(index, type, shape.map { [.unknown] + $0 })
            }
        }
    }

    private static func sum(_ counts: [Int?]) -> Int? {
        var total = 0
        for count in counts {
            guard let count else { return nil }
            let (next, overflow) = total.addingReportingOverflow(count)
            if overflow { return nil }
            total = next
        }
        return total
    }

    // MARK: Statements

    /// What follows and what the file states, together. Where they contradict each other, what follows stands.
    private func merged(_ inferred: ValueType?, _ stated: ValueType, _ name: String, _ node: Node) -> ValueType {
        guard let inferred else { return stated }
        guard case .tensor(let type, let shape) = inferred, case .tensor(let statedType, let statedShape) = stated
        else {
            return inferred
        }
        if type != statedType {
            report(node, "'\(name)' is \(type), and the file states \(statedType)")
        }
        guard let shape else { return .tensor(type, shape: statedShape) }
        guard let statedShape else { return inferred }
        guard let merged = DimensionArithmetic.merge(shape, statedShape) else {
            report(node, "'\(name)' is \(shape.text), and the file states \(statedShape.text)")
            return inferred
        }
        return .tensor(type, shape: merged)
    }

    private func report(_ node: Node, _ message: String) {
        problems.append(ShapeInference.Problem(kind: .statement, node: node.description, message: message))
    }

    /// The type with every size beyond reason made unknown.
    private func bounded(_ type: ValueType) -> ValueType {
        func bounded(_ shape: [Dimension]?) -> [Dimension]? {
            shape?.map { dimension in
                if case .fixed(let size) = dimension { DimensionArithmetic.dimension(size) } else { dimension }
            }
        }
        return switch type {
        case .tensor(let element, let shape): .tensor(element, shape: bounded(shape))
        case .sparseTensor(let element, let shape): .sparseTensor(element, shape: bounded(shape))
        case .sequence, .map, .optional, .opaque: type
        }
    }
}

internal import ONNX

/// Goes through a graph's nodes in order and applies the operators' rules.
final class InferenceEngine {
    let files: ExternalFiles?
    let irVersion: Int
    /// By identifier, the first of each.
    let functions: [String: Function]
    /// Those that are being called, outermost first.
    var callStack: [String] = []
    /// How many more nodes of functions are looked at: calls of calls may multiply without end. Enough for each node of
    /// the model to be looked at dozens of times.
    var callBudget: Int
    /// Whether nothing is inferred beyond what onnx does: nothing is computed from values, for one.
    private let asOnnx: Bool
    let operators = OperatorEntries()
    private(set) var problems: [ShapeInference.Problem] = []
    private var reported: Set<ShapeInference.Problem> = []

    init(_ model: Model, asOnnx: Bool = false) {
        self.asOnnx = asOnnx
        files = model.externalFiles
        irVersion = model.irVersion
        functions = Dictionary(
            model.functions.map { (Self.identifier($0.domain, $0.name, $0.overload), $0) },
            uniquingKeysWith: { first, _ in first })
        let nodes = model.functions.reduce(model.graph.nodes.count) { $0 + $1.nodes.count }
        callBudget = min(1 << 15, 4096 + 64 * nodes)
    }

    /// What follows for a model's main graph.
    static func run(
        _ model: Model, asOnnx: Bool = false
    ) -> (types: [String: ValueType], macs: [Int?], problems: [ShapeInference.Problem]) {
        let engine = InferenceEngine(model, asOnnx: asOnnx)
        let scope = InferenceScope(
            parent: nil, opsets: ImportedOpsets.byDomain(model.opsetImports), isLenient: false)
        let macs = engine.infer(model.graph, in: scope, arguments: nil)
        return (scope.values.compactMapValues { $0.type?.bounded }, macs, engine.problems)
    }

    // MARK: Graphs

    /// Fills the scope with the graph's values.
    ///
    /// - Parameter arguments: what is known of a subgraph's inputs from outside, in order; `nil` for a main graph.
    /// - Returns: multiply-accumulates of each node.
    func infer(_ graph: Graph, in scope: InferenceScope, arguments: [ValueType?]?) -> [Int?] {
        state(graph.valueInfo, in: scope)
        for (index, input) in graph.inputs.enumerated() {
            let argument = arguments.flatMap { index < $0.count ? $0[index] : nil }
            let stated = input.type
            var type = stated ?? argument
            if let stated, let argument {
                if let merged = ValueType.merge(stated, argument) {
                    type = merged
                } else {
                    report(
                        .statement, "",
                        "input '\(input.name)' of graph '\(graph.name)' is \(argument.text), and the file states \(stated.text)"
                    )
                }
            }
            scope.values[input.name] = InferredValue(type)
        }
        // Where an output has the name of an input, what it states holds, as in onnx.
        state(graph.outputs, in: scope)
        for tensor in graph.initializers { add(InferredValue(tensor, files), tensor.name, to: scope) }
        for tensor in graph.sparseInitializers {
            let type = ValueType.sparseTensor(
                tensor.values.elementType, shape: tensor.shape.map { .fixed($0) })
            add(InferredValue(type), tensor.values.name, to: scope)
        }
        return graph.nodes.map { infer($0, in: scope) }
    }

    private func state(_ values: [ValueInfo], in scope: InferenceScope) {
        for value in values {
            guard let type = value.type else { continue }
            scope.stated[value.name] = type
            scope.values[value.name] = InferredValue(type)
        }
    }

    /// A constant may be an input too, which then states its type.
    private func add(_ constant: InferredValue, _ name: String, to scope: InferenceScope) {
        var value = constant
        if let stated = scope.values[name]?.type, let type = constant.type {
            if let merged = ValueType.merge(stated, type) {
                // onnx goes by the input alone, and knows no elements of unknown type.
                value.type = asOnnx || stated.elementType == .undefined ? stated : merged
            } else {
                report(
                    .statement, "",
                    "initializer '\(name)' is \(type.text), and the file states \(stated.text)")
            }
        }
        scope.values[name] = value
    }

    // MARK: Nodes

    /// - Returns: multiply-accumulates.
    func infer(_ node: Node, in scope: InferenceScope) -> Int? {
        let domain = node.domain == "ai.onnx" ? "" : node.domain
        guard let opset = scope.opsets[domain] else {
            report(.operation, node.description, "the model imports no opset of domain '\(node.domain)'")
            return define(nil, of: node, in: scope)
        }
        let node = node.withReferencesResolved
        var context = NodeContext(
            node: node, opset: opset, inputs: node.inputs.map { $0.isEmpty ? nil : value($0, scope) }, files: files,
            asOnnx: asOnnx)
        for (index, name) in node.inputs.enumerated() where !name.isEmpty && context.inputs[index] == nil {
            // A value without a producer, which the checks of names report; or a parameter that the caller left out.
            if !scope.absentNames.contains(name) { context.inputs[index] = InferredValue(nil) }
        }
        if let rule = controlFlow(node, domain, opset: opset) {
            apply(&context, scope) { (context) throws in try rule(&context, scope) }
            checkTypes(&context, scope)
            return define(context, of: node, in: scope)
        }
        var isStrict = true
        switch ShapeRules.entry(node.operatorType, domain: domain, opset: opset, operators) {
        case .rule(let rule, true):
            apply(&context, scope, rule)
            checkTypes(&context, scope)
        case .rule(let rule, false):
            isStrict = false
            checkStatedTypes(of: context, scope)
            try? rule(&context)
            checkTypes(&context, scope)
        case .none: checkTypes(&context, scope)
        case .unknown:
            guard let function = functions[Self.identifier(node.domain, node.operatorType, node.overload)] else {
                scope.isLenient = true
                context.macs = 0
                break
            }
            apply(&context, scope) { (context) throws in try call(function, &context, scope) }
        }
        return define(context, of: node, in: scope, isStrict: isStrict)
    }

    private func value(_ name: String, _ scope: InferenceScope) -> InferredValue? {
        asOnnx ? scope.value(name)?.withoutFoldedElements : scope.value(name)
    }

    private func apply(
        _ context: inout NodeContext, _ scope: InferenceScope,
        _ rule: (inout NodeContext) throws -> Void
    ) {
        do {
            try rule(&context)
            for problem in context.impossibilities {
                report(.impossible, context.node.description, problem)
            }
        } catch {
            context.fail()
            if context.inputs.contains(where: { $0?.followsFailure == true && $0?.type == nil }) { return }
            guard scope.isLenient else {
                report(.operation, context.node.description, error.nodeProblem)
                return
            }
            // After an unknown operator, what is missing is not an error; a contradiction is one to us.
            if context.inputs.allSatisfy({ $0 == nil || $0?.type != nil }) {
                report(.impossible, context.node.description, error.nodeProblem)
            }
        }
    }

    /// Adds the node's outputs to the scope.
    ///
    /// - Parameter context: `nil` if nothing is known of the node.
    /// - Returns: multiply-accumulates.
    private func define(
        _ context: NodeContext?, of node: Node, in scope: InferenceScope, isStrict: Bool = true
    ) -> Int? {
        for (index, name) in node.outputs.enumerated() where !name.isEmpty {
            var value = context?.outputs[index] ?? InferredValue(nil)
            value.followsFailure = context?.hasFailed ?? true
            if let stated = scope.stated[name] {
                if let inferred = value.type {
                    if let merged = ValueType.merge(stated, inferred) {
                        value.type = merged
                    } else {
                        report(
                            scope.isLenient || !isStrict ? .impossible : .statement, node.description,
                            "'\(name)' is \(inferred.text), and the file states \(stated.text)")
                    }
                } else {
                    value.type = stated
                }
            }
            scope.values[name] = value
        }
        return context?.macs
    }

    func report(_ kind: ShapeInference.Problem.Kind, _ node: String, _ message: String) {
        let problem = ShapeInference.Problem(kind: kind, node: node, message: message)
        // A function that is called a thousand times has one problem, not a thousand.
        if reported.insert(problem).inserted { problems.append(problem) }
    }

    /// `nil` if one of them is, or if the sum is too large.
    static func sum(_ counts: [Int?]) -> Int? {
        var total = 0
        for count in counts {
            guard let count else { return nil }
            let (next, overflow) = total.addingReportingOverflow(count)
            if overflow { return nil }
            total = next
        }
        return total
    }
}

internal import ONNX

/// Operators that run graphs: `If`, `Loop`, `Scan` and `SequenceMap`.
extension InferenceEngine {
    typealias GraphRule = (inout NodeContext, InferenceScope) throws -> Void

    func controlFlow(_ node: Node, _ domain: String, opset: Int) -> GraphRule? {
        guard domain.isEmpty, case .signature = operators.entry(node.operatorType, opset: opset)
        else { return nil }
        return switch node.operatorType {
        case "If": branch
        case "Loop": loop
        case "Scan": scan
        case "SequenceMap": map
        default: nil
        }
    }

    /// What a graph produces for some arguments.
    private func run(
        _ graph: Graph, _ context: NodeContext, _ arguments: [ValueType?], in scope: InferenceScope
    ) throws -> (outputs: [ValueType?], macs: Int?) {
        guard irVersion < 4 || graph.inputs.count == arguments.count else {
            throw context.failure("the graph has \(graph.inputs.count) inputs, and \(arguments.count) come in")
        }
        guard irVersion < 4 || Set(graph.inputs.map(\.name)).isDisjoint(with: graph.initializers.map(\.name)) else {
            throw context.failure("an input of the graph is also an initializer")
        }
        let inner = scope.inner()
        let counts = infer(graph, in: inner, arguments: arguments)
        let outputs = graph.outputs.map { output -> ValueType? in
            // onnx treats a value as the one of the same name around it, if it knows a type of that one.
            if output.type == nil, scope.value(output.name)?.type != nil { return nil }
            return inner.value(output.name)?.type
        }
        return (outputs, Self.sum(counts))
    }

    /// What the node's body produces: as many values as the node has outputs, and perhaps more.
    private func runBody(
        _ context: inout NodeContext, _ arguments: [ValueType?], in scope: InferenceScope, more: Int = 0
    ) throws -> [ValueType?] {
        let body = try run(try context.node.graph("body"), context, arguments, in: scope)
        context.macs = body.macs
        guard body.outputs.count == context.outputs.count + more else {
            throw context.failure(
                "the body has \(body.outputs.count) outputs, and the node \(context.outputs.count)")
        }
        return body.outputs
    }

    // MARK: If

    /// The outputs are those of either branch.
    private func branch(_ context: inout NodeContext, _ scope: InferenceScope) throws {
        let first = try run(try context.node.graph("then_branch"), context, [], in: scope)
        let second = try run(try context.node.graph("else_branch"), context, [], in: scope)
        guard first.outputs.count == second.outputs.count, first.outputs.count == context.outputs.count else {
            throw context.failure(
                "it has \(context.outputs.count) outputs, its branches \(first.outputs.count) and \(second.outputs.count)"
            )
        }
        if let one = first.macs, let other = second.macs { context.macs = max(one, other) } else { context.macs = nil }
        for index in context.outputs.indices {
            guard let one = first.outputs[index], let other = second.outputs[index] else {
                guard first.outputs[index] == nil, second.outputs[index] == nil else {
                    throw context.failure("output \(index) has a type in one branch and none in the other")
                }
                continue
            }
            guard let union = ValueType.union(one, other) else {
                throw context.failure("output \(index) is \(one.text) or \(other.text)")
            }
            context.set(index, union)
        }
    }

    // MARK: Loop

    /// What is carried from round to round may change its shape; what is collected gets one more axis.
    private func loop(_ context: inout NodeContext, _ scope: InferenceScope) throws {
        var arguments: [ValueType?] = [.tensor(.int64, shape: nil), context.type(1)]
        let carried = max(0, context.inputs.count - 2)
        for index in 0..<carried {
            let type = try context.knownType(index + 2)
            context.set(index, type.elementType == nil ? type : type.withoutShape)
            arguments.append(type.withoutShape)
        }
        // The body produces the condition first.
        let results = try runBody(&context, arguments, in: scope, more: 1)
        for index in context.outputs.indices {
            let given = results[index + 1]
            switch given {
            case .tensor(let type, let shape):
                if index < carried {
                    try checkCarried(context, index, given)
                } else {
                    context.set(index, .tensor(type, shape: shape.map { [.unknown] + $0 }))
                }
            case .sequence, .optional:
                guard index < carried, let given else {
                    throw context.failure("output \(index) of the body is not a tensor")
                }
                // An optional may go in and a sequence come out: then it is a sequence.
                if let type = context.outputs[index]?.type, type.isOfKind(of: given) {
                    try checkCarried(context, index, given)
                } else {
                    context.set(index, given.withoutShape)
                }
            case nil where scope.isLenient: continue
            default: throw context.failure("output \(index) of the body has a type that a loop cannot return")
            }
        }
    }

    /// What comes out of a round is of the kind that went in.
    private func checkCarried(_ context: NodeContext, _ index: Int, _ given: ValueType?) throws {
        guard let given, let type = context.outputs[index]?.type else { return }
        guard ValueType.merge(type.withoutShape, given.withoutShape) != nil else {
            throw context.failure("carried value \(index) goes in as \(type.text) and comes out as \(given.text)")
        }
    }

    // MARK: Scan

    private func scan(_ context: inout NodeContext, _ scope: InferenceScope) throws {
        let count = try context.node.integer("num_scan_inputs")
        let first = context.opset < 9 ? 1 : 0
        let inputs = context.inputs.count - first
        guard count >= 0, count <= inputs, context.opset < 9 || inputs - count <= context.outputs.count else {
            throw context.node.refusal(
                "num_scan_inputs",
                "\(count) does not fit \(context.inputs.count) inputs and \(context.outputs.count) outputs")
        }
        let states = inputs - count
        if context.opset < 9 {
            try scanBatches(&context, scope, states: states)
        } else {
            try scanAxes(&context, scope, states: states, count: count)
        }
    }

    /// From opset 9 on: along axes that the attributes name.
    private func scanAxes(
        _ context: inout NodeContext, _ scope: InferenceScope, states: Int, count: Int
    ) throws {
        let axes = try context.node.integers("scan_input_axes", count: count) ?? [Int](repeating: 0, count: count)
        let collected = context.outputs.count - states
        let outputAxes =
            try context.node.integers("scan_output_axes", count: collected) ?? [Int](repeating: 0, count: collected)
        var length = Dimension.unknown
        var arguments: [ValueType?] = []
        for index in context.inputs.indices {
            guard case .tensor(let type, let shape) = context.type(index) else {
                throw context.failure("input \(index) is not a tensor")
            }
            if index < states {
                try context.copy(index, to: index)
                arguments.append(context.type(index))
            } else if var shape {
                let axis = try context.axis(axes[index - states], rank: shape.count, "scan_input_axes")
                try context.unify(&length, shape.remove(at: axis))
                arguments.append(.tensor(type, shape: shape))
            } else {
                arguments.append(context.type(index))
            }
        }
        let results = try runBody(&context, arguments, in: scope)
        for index in context.outputs.indices {
            guard case .tensor(let type, let shape) = results[index] else {
                throw context.failure("output \(index) of the body is not a tensor")
            }
            if index < states {
                try mergeState(&context, index, shape)
            } else {
                let result = try shape.map { (shape) throws in
                    var shape = shape
                    let rank = shape.count + 1
                    shape.insert(
                        length, at: try context.axis(outputAxes[index - states], rank: rank, "scan_output_axes"))
                    return shape
                }
                context.set(index, .tensor(type, shape: result))
            }
        }
    }

    private func mergeState(_ context: inout NodeContext, _ index: Int, _ shape: [Dimension]?) throws {
        guard let shape, case .tensor(let type, let known) = context.outputs[index]?.type else { return }
        context.set(
            index,
            .tensor(
                type,
                shape: try known.map { (known) throws in
                    try context.merge(known, shape)
                } ?? shape))
    }

    /// Opset 8: the first input says how long each sequence is, the first axis is the batch, the second the sequence.
    private func scanBatches(_ context: inout NodeContext, _ scope: InferenceScope, states: Int) throws {
        var batch = Dimension.unknown
        var length = Dimension.unknown
        var arguments: [ValueType?] = []
        for index in context.inputs.indices.dropFirst() {
            guard case .tensor(let type, let shape) = context.type(index) else {
                throw context.failure("input \(index) is not a tensor")
            }
            let isState = index - 1 < states
            if isState { try context.copy(index, to: index - 1) }
            if let shape, !isState, shape.count > 2 {
                try context.unify(&batch, shape[0])
                try context.unify(&length, shape[1])
            }
            arguments.append(.tensor(type, shape: shape.map { Array($0.dropFirst(isState ? 1 : 2)) }))
        }
        let results = try runBody(&context, arguments, in: scope)
        for index in context.outputs.indices {
            guard case .tensor(let type, let shape) = results[index] else {
                throw context.failure("output \(index) of the body is not a tensor")
            }
            if index < states {
                try mergeState(&context, index, shape.map { [batch] + $0 })
            } else {
                context.set(index, .tensor(type, shape: shape.map { [batch, length] + $0 }))
            }
        }
    }

    // MARK: SequenceMap

    /// The body runs on the elements of sequences, and on other inputs as they are.
    private func map(_ context: inout NodeContext, _ scope: InferenceScope) throws {
        var arguments: [ValueType?] = []
        for index in context.inputs.indices {
            let type = try context.knownType(index)
            if case .sequence(let element) = type {
                arguments.append(element)
            } else {
                guard index > 0 else { throw context.failure("input 0 is not a sequence") }
                arguments.append(type)
            }
        }
        let results = try runBody(&context, arguments, in: scope)
        for index in context.outputs.indices {
            if let type = results[index] { context.set(index, .sequence(type)) }
        }
    }
}

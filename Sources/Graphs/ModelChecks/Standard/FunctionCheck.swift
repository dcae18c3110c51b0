internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Functions are defined once, are not recursive, and use the same operators as the model.
enum FunctionCheck: ModelCheck {
    static let rules: [any Rule.Type] = [
        FunctionSignatureRule.self, RecursiveFunctionRule.self, FunctionOpsetRule.self,
    ]

    /// onnx rejects more functions, or longer chains of calls, as an attack.
    private static let functionLimit = 10_000
    private static let depthLimit = 100

    static func findings(in context: CheckContext) -> [Finding] {
        let functions = context.model.functions
        guard !functions.isEmpty else { return [] }
        guard functions.count <= functionLimit else {
            return [RecursiveFunctionRule.error("\(functions.count) functions, expected at most \(functionLimit)")]
        }
        var findings = calls(functions)
        if CheckContext.hasFunctions(context.model) {
            for function in functions { findings += signature(function) }
            findings += opsets(in: context)
        }
        return findings
    }

    private static func signature(_ function: Function) -> [Finding] {
        [(function.outputs, "output"), (function.attributeNames, "attribute")].flatMap { names, kind in
            var seen: Set<String> = []
            return names.filter { !seen.insert($0).inserted }.map {
                FunctionSignatureRule.error("function '\(function.name)' has duplicate \(kind) '\($0)'")
            }
        }
    }

    // MARK: Calls

    /// What a node calls, and what a function is called.
    private struct Identifier: Hashable {
        var domain: String
        var name: String
        var overload: String

        init(_ domain: String, _ name: String, _ overload: String) {
            self.domain = domain == "ai.onnx" ? "" : domain
            self.name = name
            self.overload = overload
        }
    }

    private static func calls(_ functions: [Function]) -> [Finding] {
        var indices: [Identifier: Int] = [:]
        var findings: [Finding] = []
        for (index, function) in functions.enumerated() {
            let identifier = Identifier(function.domain, function.name, function.overload)
            if indices.updateValue(index, forKey: identifier) != nil {
                findings.append(
                    FunctionSignatureRule.error(
                        "function '\(function.name)' in domain '\(function.domain)' is defined twice"))
            }
        }
        let callees = functions.map { function in
            var result: Set<Int> = []
            collect(function.nodes, indices, &result)
            return result.sorted()
        }
        if let problem = problem(callees, functions) { findings.append(problem) }
        return findings
    }

    private static func collect(_ nodes: [Node], _ indices: [Identifier: Int], _ result: inout Set<Int>) {
        for node in nodes {
            if let index = indices[Identifier(node.domain, node.operatorType, node.overload)] { result.insert(index) }
            for graph in node.subgraphs { collect(graph.nodes, indices, &result) }
        }
    }

    /// A depth-first walk over the calls, with an explicit stack: a chain may be as long as there are functions.
    private static func problem(_ callees: [[Int]], _ functions: [Function]) -> Finding? {
        enum State { case new, open, done }
        var states = [State](repeating: .new, count: callees.count)
        /// The longest chain that begins at a function.
        var depths = [Int](repeating: 1, count: callees.count)
        for root in callees.indices where states[root] == .new {
            var stack = [(function: root, next: 0)]
            states[root] = .open
            while let top = stack.last {
                guard top.next < callees[top.function].count else {
                    depths[top.function] = 1 + (callees[top.function].map { depths[$0] }.max() ?? 0)
                    if depths[top.function] > depthLimit {
                        return RecursiveFunctionRule.error("function calls are nested more than \(depthLimit) deep")
                    }
                    states[top.function] = .done
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let callee = callees[top.function][top.next]
                switch states[callee] {
                case .open: return RecursiveFunctionRule.error("function '\(functions[callee].name)' calls itself")
                case .new:
                    states[callee] = .open
                    stack.append((callee, 0))
                case .done: break
                }
            }
        }
        return nil
    }

    // MARK: Opsets

    private static func opsets(in context: CheckContext) -> [Finding] {
        /// The model's imports; where it has none, those of its functions.
        var imports: [String: Int] = [:]
        for domain in context.opsets.domains { imports[domain] = context.opsets.stated(domain) }
        for opset in context.model.functions.lazy.flatMap(\.opsetImports) where imports[opset.domain] == nil {
            imports[opset.domain] = opset.version
        }
        var findings: [Finding] = []
        for function in context.model.functions {
            let own = ImportedOpsets(function.opsetImports)
            for node in function.nodes {
                guard let inner = own.stated(node.domain) else {
                    findings.append(
                        FunctionOpsetRule.error(
                            "function '\(function.name)' does not import domain '\(node.domain)'", node: node))
                    continue
                }
                guard let outer = imports[node.domain], inner != outer else { continue }
                let here = since(node, inner, context)
                let there = since(node, outer, context)
                if here != there { findings.append(conflict(function, node, inner, outer)) }
            }
        }
        return findings
    }

    /// The opset that introduced the current form of the operator; `nil` if it is unknown.
    private static func since(_ node: Node, _ opset: Int, _ context: CheckContext) -> Int? {
        switch context.operators.entry(node, opset: opset) {
        case .signature(let schema): schema.since
        case .removed(let since): since
        case .future, nil: nil
        }
    }

    static func conflict(_ function: Function, _ node: Node, _ inner: Int, _ outer: Int) -> Finding {
        FunctionOpsetRule.error(
            """
            function '\(function.name)' imports version \(inner) of domain '\(node.domain)', the model version \(outer), \
            and the operator differs between them
            """, node: node)
    }
}

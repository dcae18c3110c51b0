internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Functions are defined once, do not call themselves, and mean the same operators as the model.
enum FunctionCheck: ModelCheck {
    static let rules = [signatureRule, recursionRule, opsetRule]
    static let signatureRule = CheckRule(
        "function-signature",
        summary: "a function is defined once, and names each output and attribute once",
        reason: "A node finds a function by domain, name and overload, and its outputs and attributes by their names.",
        fix: "Rename one of the two.",
        example: "functions: {own::F}, {own::F}")
    static let recursionRule = CheckRule(
        "recursive-function",
        summary: "functions do not call themselves, and do not call each other too deeply",
        reason: """
            A function stands for the nodes in it. One that comes back to itself has no end, and a chain of more than 100 is \
            taken for an attack on the reader.
            """,
        fix: "Write the repetition as Loop or Scan.",
        example: "function own::F(x) { own::F(x) -> y }")
    static let opsetRule = CheckRule(
        "function-opset",
        summary: "an operator in a function is the same one as under the model's opset imports",
        reason: """
            A runtime that puts the function's nodes in the place of the call reads them by the model's opset. An operator \
            that changed between the two opsets then means something else.
            """,
        fix: "Import the same opset in function and model, or convert the function's nodes.",
        example: "the model imports opset 13, the function opset 11, and Squeeze stands in it")

    /// More functions, or longer chains of calls, onnx takes for an attack.
    private static let functionLimit = 10_000
    private static let depthLimit = 100

    static func findings(in context: CheckContext) -> [Finding] {
        let functions = context.model.functions
        guard !functions.isEmpty else { return [] }
        guard functions.count <= functionLimit else {
            return [recursionRule.error("there are \(functions.count) functions, more than \(functionLimit)")]
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
                signatureRule.error("function '\(function.name)' has the \(kind) '\($0)' twice")
            }
        }
    }

    // MARK: Calls

    /// How a node names what it calls, and a function itself.
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
        var places: [Identifier: Int] = [:]
        var findings: [Finding] = []
        for (index, function) in functions.enumerated() {
            let identifier = Identifier(function.domain, function.name, function.overload)
            if places.updateValue(index, forKey: identifier) != nil {
                findings.append(
                    signatureRule.error("function '\(function.name)' of domain '\(function.domain)' is there twice"))
            }
        }
        let callees = functions.map { function in
            var result: Set<Int> = []
            collect(function.nodes, places, &result)
            return result.sorted()
        }
        if let problem = problem(callees, functions) { findings.append(problem) }
        return findings
    }

    private static func collect(_ nodes: [Node], _ places: [Identifier: Int], _ result: inout Set<Int>) {
        for node in nodes {
            if let place = places[Identifier(node.domain, node.operatorType, node.overload)] { result.insert(place) }
            for graph in node.subgraphs { collect(graph.nodes, places, &result) }
        }
    }

    /// Goes through the calls depth first, on a stack of its own: a chain may be as long as there are functions.
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
                        return recursionRule.error("functions call each other more than \(depthLimit) deep")
                    }
                    states[top.function] = .done
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let callee = callees[top.function][top.next]
                switch states[callee] {
                case .open: return recursionRule.error("function '\(functions[callee].name)' calls itself")
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
        /// The model's imports, and those of functions where the model has none.
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
                        opsetRule.error(
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

    /// The opset that gave the operator the form it has; `nil` if there is no such operator.
    private static func since(_ node: Node, _ opset: Int, _ context: CheckContext) -> Int? {
        switch context.operators.entry(node, opset: opset) {
        case .signature(let schema): schema.since
        case .removed(let since): since
        case .future, nil: nil
        }
    }

    static func conflict(_ function: Function, _ node: Node, _ inner: Int, _ outer: Int) -> Finding {
        opsetRule.error(
            """
            function '\(function.name)' imports version \(inner) of domain '\(node.domain)', the model version \(outer), and \
            the operator is not the same in both
            """, node: node)
    }
}

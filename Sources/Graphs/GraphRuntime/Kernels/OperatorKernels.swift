internal import ONNX

/// How an operator is computed.
struct OperatorKernel: Sendable {
    typealias Body = @Sendable (KernelContext) throws -> [Value?]

    /// Which element types the body accepts as they are.
    enum Precision: Sendable {
        /// All: it looks at the type itself, or only moves elements.
        case any
        /// All but float16 and bfloat16, which are computed in float32.
        case wide
        /// Of the real numbers only float32, in which the others are computed.
        case single
    }

    /// The first opset that has the operator; from 7 if it is older.
    let since: Int
    let precision: Precision
    let body: Body

    init(since: Int = 1, _ precision: Precision = .wide, _ body: @escaping Body) {
        self.since = since
        self.precision = precision
        self.body = body
    }

    /// Computes a node.
    func run(_ context: KernelContext) throws -> [Value?] {
        guard precision != .any, let narrow = context.inputs.lazy.compactMap({ $0?.type }).first(where: isConverted)
        else { return try body(context) }
        var inputs: [Value?] = []
        for input in context.inputs {
            guard let value = input, isConverted(value.type) else {
                inputs.append(input)
                continue
            }
            inputs.append(try value.converted(to: .float, in: context.memory))
        }
        var wide = context
        wide.inputs = inputs
        var outputs: [Value?] = []
        for output in try body(wide) {
            outputs.append(output?.type == .float ? try output?.converted(to: narrow, in: context.memory) : output)
        }
        return outputs
    }

    private func isConverted(_ type: ElementType) -> Bool {
        switch type {
        case .float16, .bfloat16: true
        case .double: precision == .single
        default: false
        }
    }
}

/// The operators of the default domain that the executor has.
enum OperatorKernels {
    /// The opsets whose operators are computed as their specification says.
    static let opsets = 7...28

    static let all: [String: OperatorKernel] = {
        let groups = [
            unary, binary, logical, moving, joining, shaping, indexing, reductions, normalizations, matrices,
            convolutions, pools, resizing, constants,
        ]
        return groups.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }()

    /// Operators of our own domain, in any opset: what other formats' operators are translated to.
    static let extensions: [String: OperatorKernel] = [
        "FakeQuantize": fakeQuantization, "Gelu": unary["Gelu"], "HardSwish": unary["HardSwish"],
    ]
    .compactMapValues(\.self)

    /// `nil` if the executor does not have the operator in that opset.
    static func kernel(for node: Node, opset: Int) -> OperatorKernel? {
        guard let kernel = kernel(for: node) else { return nil }
        return node.domain == ExtensionOperators.domain || opsets.contains(opset) && opset >= kernel.since
            ? kernel : nil
    }

    /// In whatever opset: the executor itself uses later operators than a graph may.
    static func kernel(for node: Node) -> OperatorKernel? {
        switch node.domain {
        case "", "ai.onnx": all[node.operatorType]
        case ExtensionOperators.domain: extensions[node.operatorType]
        default: nil
        }
    }
}

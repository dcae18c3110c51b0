import GraphEditing
@testable import GraphPasses
@testable import GraphRuntime
@testable import ONNX
import Testing

/// Small models with seeded weights.
struct Sketch {
    var nodes: [Node] = []
    var constants: [Tensor] = []
    var inputs: [ValueInfo]
    var opset = 11
    private var stream = SplitMix(seed: 7)

    init(_ shape: [Int] = [1, 4, 8, 8], opset: Int = 11) {
        inputs = [ValueInfo("x", .tensor(.float, shape: shape.map { .fixed($0) }))]
        self.opset = opset
    }

    @discardableResult
    mutating func node(
        _ type: String, _ inputs: [String], _ output: String, _ attributes: [Attribute] = []
    ) -> String {
        nodes.append(Node(type, name: output + ".node", inputs: inputs, outputs: [output], attributes: attributes))
        return output
    }

    mutating func weights(_ name: String, _ shape: [Int], _ range: ClosedRange<Float> = -1...1) -> String {
        let values = (0..<shape.reduce(1, *)).map { _ in stream.uniform(range) }
        constants.append(Tensor(name: name, shape: shape, floats: values))
        return name
    }

    mutating func scalar(_ name: String, _ value: Float, shape: [Int] = []) -> String {
        constants.append(Tensor(name: name, shape: shape, floats: [value]))
        return name
    }

    mutating func integers(_ name: String, _ values: [Int64]) -> String {
        constants.append(Tensor(name: name, shape: [values.count], integers: values))
        return name
    }

    /// A convolution padded so that stride 1 keeps the size.
    @discardableResult
    mutating func convolution(
        _ input: String, _ output: String, from inputs: Int, to outputs: Int, kernel: Int = 1, groups: Int = 1,
        stride: Int = 1, padding: Int? = nil, hasBias: Bool = true
    ) -> String {
        var operands = [input, weights(output + ".w", [outputs, inputs / groups, kernel, kernel])]
        if hasBias { operands.append(weights(output + ".b", [outputs])) }
        let pad = padding ?? kernel / 2
        return node(
            "Conv", operands, output,
            [
                .integers("dilations", [1, 1]), .integer("group", groups), .integers("kernel_shape", [kernel, kernel]),
                .integers("pads", [pad, pad, pad, pad]), .integers("strides", [stride, stride]),
            ])
    }

    @discardableResult
    mutating func normalization(_ input: String, _ output: String, channels: Int) -> String {
        node(
            "BatchNormalization",
            [
                input, weights(output + ".g", [channels], 0.5...1.5), weights(output + ".b", [channels]),
                weights(output + ".m", [channels]), weights(output + ".v", [channels], 0.5...2),
            ], output)
    }

    @discardableResult
    mutating func linear(_ input: String, _ output: String, from inputs: Int, to outputs: Int) -> String {
        node(
            "Gemm", [input, weights(output + ".w", [outputs, inputs]), weights(output + ".b", [outputs])], output,
            [.integer("transB", 1)])
    }

    /// The model whose outputs are these values.
    func model(_ outputs: String...) -> Model {
        Model(
            graph: Graph(
                name: "sketch", nodes: nodes, inputs: inputs, outputs: outputs.map { ValueInfo($0, nil) },
                initializers: constants), opset: opset, irVersion: 8)
    }
}

/// A generator of the tests' own.
private struct SplitMix {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        bits ^= bits >> 31
        return range.lowerBound + (range.upperBound - range.lowerBound) * Float(bits >> 40) * 0x1p-24
    }
}

/// Runs passes on a model, over and over until they have done, and proves that it computes the same.
///
/// - Returns: the model, and how often the passes rewrote something.
func apply(
    _ passes: [any GraphPass.Type], to model: Model, target: SimplificationTarget = .bayesE, opset: Int? = nil,
    tolerance: Double = 1e-5
) throws -> (model: Model, rewrites: Int) {
    var simplifier = Simplifier(target: target)
    simplifier.passes = passes
    simplifier.opset = opset ?? model.opset
    let result = try simplifier.simplify(model)
    let differences = try OutputComparison(model, result.model).outputs(
        on: SampleInputs.make(for: model, count: 2, seed: 3))
    for difference in differences { #expect(difference.relative <= tolerance, "\(difference)") }
    return (result.model, result.passes.reduce(0) { $0 + $1.rewrites })
}

extension Model {
    /// The operators in order.
    var operators: [String] { graph.nodes.map(\.operatorType) }

    func node(_ type: String) -> Node? { graph.nodes.first { $0.operatorType == type } }

    func constant(_ name: String) -> Tensor? { graph.initializers.first { $0.name == name } }
}

@testable import GraphPasses
@testable import ONNX
import Testing

@Suite("Activations")
struct ActivationPassTests {
    private static let chain = ["Div", "Erf", "Add", "Mul", "Mul"]

    enum GELU: String, CaseIterable {
        case torch, halfFirst, halfInGate, halfInside, product, divided, swapped
    }

    /// A GELU in one of the spellings, on a convolution's output.
    private static func gelu(_ spelling: GELU, _ sketch: inout Sketch) -> String {
        let root = sketch.scalar("root", Float(2).squareRoot())
        let inverse = sketch.scalar("inverse", 1 / Float(2).squareRoot())
        let one = sketch.scalar("one", 1)
        let half = sketch.scalar("half", 0.5, shape: spelling == .swapped ? [1] : [])
        let two = sketch.scalar("two", 2)
        switch spelling {
        case .torch, .product, .divided, .swapped:
            sketch.node(spelling == .product ? "Mul" : "Div", ["c", spelling == .product ? inverse : root], "a")
            sketch.node("Erf", ["a"], "e")
            sketch.node("Add", spelling == .swapped ? [one, "e"] : ["e", one], "s")
            sketch.node("Mul", spelling == .swapped ? ["s", "c"] : ["c", "s"], "p")
            if spelling == .divided { return sketch.node("Div", ["p", two], "g") }
            return sketch.node("Mul", spelling == .swapped ? [half, "p"] : ["p", half], "g")
        case .halfFirst:
            sketch.node("Mul", ["c", half], "h")
            sketch.node("Mul", ["c", inverse], "a")
            sketch.node("Erf", ["a"], "e")
            sketch.node("Add", ["e", one], "s")
            return sketch.node("Mul", ["h", "s"], "g")
        case .halfInGate:
            sketch.node("Div", ["c", root], "a")
            sketch.node("Erf", ["a"], "e")
            sketch.node("Add", ["e", one], "s")
            sketch.node("Mul", ["s", half], "h")
            return sketch.node("Mul", ["c", "h"], "g")
        case .halfInside:
            sketch.node("Div", ["c", root], "a")
            sketch.node("Erf", ["a"], "e")
            sketch.node("Mul", ["e", half], "h")
            sketch.node("Add", ["h", half], "s")
            return sketch.node("Mul", ["c", "s"], "g")
        }
    }

    @Test("GELU in every spelling becomes the one that the compiler knows", arguments: GELU.allCases)
    func spellings(_ spelling: GELU) throws {
        var sketch = Sketch()
        sketch.convolution("x", "c", from: 4, to: 4)
        sketch.node("Relu", [Self.gelu(spelling, &sketch)], "y")
        let (model, rewrites) = try apply([CanonicalGELU.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == ["Conv"] + Self.chain + ["Relu"])
        // What is canonical already is left alone, or the passes would never end.
        #expect((spelling == .torch) == (rewrites <= 3))
    }

    @Test("The half that went into the weights behind is taken out of them", arguments: [false, true])
    func halfInWeights(isLinear: Bool) throws {
        var sketch = Sketch(isLinear ? [2, 4] : [1, 4, 8, 8])
        sketch.node("Relu", ["x"], "c")
        sketch.node("Div", ["c", sketch.scalar("root", Float(2).squareRoot())], "a")
        sketch.node("Erf", ["a"], "e")
        sketch.node("Add", ["e", sketch.scalar("one", 1)], "s")
        sketch.node("Mul", ["c", "s"], "p")
        if isLinear {
            sketch.linear("p", "y", from: 4, to: 3)
        } else {
            sketch.convolution("p", "y", from: 4, to: 3, kernel: 3)
        }
        let before = try #require(sketch.constants.first { $0.name == "y.w" }).floats()
        let (model, _) = try apply([CanonicalGELU.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == ["Relu"] + Self.chain + [isLinear ? "Gemm" : "Conv"])
        let after = try #require(model.constant(model.graph.nodes.last?.inputs[1] ?? "")).floats()
        #expect(after == before.map { $0 * 2 })
    }

    @Test("Where others than layers follow, the factor stays a node of its own")
    func halfMissing() throws {
        var sketch = Sketch()
        sketch.node("Div", ["x", sketch.scalar("root", Float(2).squareRoot())], "a")
        sketch.node("Erf", ["a"], "e")
        sketch.node("Add", ["e", sketch.scalar("one", 1)], "s")
        sketch.node("Mul", ["x", "s"], "y")
        let (model, _) = try apply([CanonicalGELU.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == Self.chain + ["Mul"])
    }

    @Test("The factor 0.5 of a GELU is not folded into the convolution behind")
    func halfIsKept() throws {
        var sketch = Sketch()
        sketch.convolution("x", "c", from: 4, to: 4)
        sketch.convolution(Self.gelu(.torch, &sketch), "y", from: 4, to: 4)
        let (model, rewrites) = try apply([FuseScaleAndShift.self], to: sketch.model("y"))
        #expect(model.operators == ["Conv"] + Self.chain + ["Conv"])
        #expect(rewrites == 0)
    }

    @Test("An Erf of something else is no GELU")
    func otherErf() throws {
        var sketch = Sketch()
        sketch.node("Div", ["x", sketch.scalar("root", 1.5)], "a")
        sketch.node("Erf", ["a"], "e")
        sketch.node("Add", ["e", sketch.scalar("one", 1)], "s")
        sketch.node("Mul", ["x", "s"], "y")
        let (_, rewrites) = try apply([CanonicalGELU.self], to: sketch.model("y"))
        #expect(rewrites == 0)
    }

    private static let tanhChain = ["Pow", "Mul", "Mul", "Add", "Sigmoid", "Mul"]

    enum TanhGELU: String, CaseIterable {
        case torch, products, halfFirst, factored, halfInWeights
    }

    @Test("GELU by tanh in every spelling is written with few operators", arguments: TanhGELU.allCases)
    func tanhSpellings(_ spelling: TanhGELU) throws {
        var sketch = Sketch()
        sketch.convolution("x", "c", from: 4, to: 4)
        let (cubic, slope) = (sketch.scalar("cubic", 0.044715), sketch.scalar("slope", (2 / Float.pi).squareRoot()))
        let (one, half) = (sketch.scalar("one", 1), sketch.scalar("half", 0.5))
        if spelling == .torch {
            sketch.node("Pow", ["c", sketch.scalar("three", 3)], "cube")
        } else {
            sketch.node("Mul", ["c", "c"], "square")
            sketch.node("Mul", ["square", "c"], "cube")
        }
        if spelling == .factored {
            sketch.node("Mul", ["square", cubic], "small")
            sketch.node("Add", ["small", one], "large")
            sketch.node("Mul", ["c", "large"], "sum")
        } else {
            sketch.node("Mul", [cubic, "cube"], "small")
            sketch.node("Add", ["c", "small"], "sum")
        }
        sketch.node("Mul", ["sum", slope], "u")
        sketch.node("Tanh", ["u"], "t")
        sketch.node("Add", ["t", one], "s")
        switch spelling {
        case .halfFirst:
            sketch.node("Mul", [half, "c"], "h")
            sketch.node("Mul", ["h", "s"], "g")
        case .halfInWeights: sketch.node("Mul", ["c", "s"], "g")
        default:
            sketch.node("Mul", ["c", "s"], "p")
            sketch.node("Mul", ["p", half], "g")
        }
        sketch.convolution("g", "y", from: 4, to: 4)
        let (model, _) = try apply([CanonicalGELU.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == ["Conv"] + Self.tanhChain + ["Conv"])
    }

    @Test("A Tanh of another polynomial is no GELU")
    func otherTanh() throws {
        var sketch = Sketch()
        sketch.node("Pow", ["x", sketch.scalar("three", 3)], "cube")
        sketch.node("Mul", ["cube", sketch.scalar("cubic", 0.05)], "small")
        sketch.node("Add", ["x", "small"], "sum")
        sketch.node("Mul", ["sum", sketch.scalar("slope", (2 / Float.pi).squareRoot())], "u")
        sketch.node("Tanh", ["u"], "t")
        sketch.node("Add", ["t", sketch.scalar("one", 1)], "s")
        sketch.node("Mul", ["x", "s"], "y")
        let (_, rewrites) = try apply([CanonicalGELU.self], to: sketch.model("y"))
        #expect(rewrites == 0)
    }

    @Test("The operator Gelu, exact and approximate", arguments: ["none", "tanh"])
    func operatorGELU(approximation: String) throws {
        var sketch = Sketch(opset: 20)
        sketch.node("Gelu", ["x"], "y", [Attribute("approximate", .text(approximation))])
        let (model, _) = try apply([CanonicalGELU.self], to: sketch.model("y"))
        #expect(model.operators == (approximation == "none" ? Self.chain : Self.tanhChain))
    }

    @Test("Sigmoid and SiLU written out", arguments: ["Div", "Reciprocal", "SiLU"])
    func sigmoid(form: String) throws {
        var sketch = Sketch()
        sketch.node("Neg", ["x"], "n")
        sketch.node("Exp", ["n"], "e")
        sketch.node("Add", ["e", sketch.scalar("one", 1)], "s")
        switch form {
        case "Div": sketch.node("Div", [sketch.scalar("uno", 1), "s"], "y")
        case "Reciprocal": sketch.node("Reciprocal", ["s"], "y")
        default: sketch.node("Div", ["x", "s"], "y")
        }
        let (model, _) = try apply([CanonicalSiLU.self, RemoveDead.self], to: sketch.model("y"))
        #expect(model.operators == (form == "SiLU" ? ["Sigmoid", "Mul"] : ["Sigmoid"]))
    }

    @Test("Operands of Add and Mul stand in the order in which they come to be, constants last")
    func operandOrder() throws {
        var sketch = Sketch()
        sketch.node("Sigmoid", ["x"], "g")
        sketch.node("Mul", ["g", "x"], "m")
        sketch.node("Add", [sketch.scalar("one", 1), "m"], "y")
        let (model, rewrites) = try apply([OrderOperands.self], to: sketch.model("y"))
        #expect(model.graph.nodes.map(\.inputs) == [["x"], ["x", "g"], ["m", "one"]])
        #expect(rewrites == 2)
    }

    enum HardSwish: String, CaseIterable {
        case divided, gate, product, operatorNode, sixthInWeights, gated
    }

    @Test("HardSigmoid and HardSwish in every spelling", arguments: HardSwish.allCases)
    func hardSwish(_ spelling: HardSwish) throws {
        var sketch = Sketch(opset: spelling == .operatorNode ? 14 : 11)
        if spelling == .operatorNode {
            sketch.node("HardSwish", ["x"], "y")
        } else {
            sketch.node("Add", ["x", sketch.scalar("three", 3)], "a")
            let bounds = [sketch.scalar("low", 0), sketch.scalar("high", 6)]
            sketch.node("Clip", ["a"] + bounds, "c")
            let six = sketch.scalar("six", 6)
            switch spelling {
            case .gate: sketch.node("Div", ["c", six], "y")
            case .gated:
                sketch.node("Div", ["c", six], "g")
                sketch.node("Mul", ["x", "g"], "y")
            case .divided:
                sketch.node("Mul", ["x", "c"], "p")
                sketch.node("Div", ["p", six], "y")
            case .product:
                sketch.node("Mul", ["c", "x"], "p")
                sketch.node("Mul", ["p", sketch.scalar("sixth", 1.0 / 6)], "y")
            default:
                sketch.node("Mul", ["x", "c"], "p")
                sketch.convolution("p", "y", from: 4, to: 4)
            }
        }
        let (model, _) = try apply([CanonicalHardSwish.self, RemoveDead.self], to: sketch.model("y"))
        let expected =
            switch spelling {
            case .gate: ["HardSigmoid"]
            case .sixthInWeights: ["HardSigmoid", "Mul", "Conv"]
            default: ["HardSigmoid", "Mul"]
            }
        #expect(model.operators == expected)
    }

    @Test("ReLU6 is no HardSigmoid")
    func relu6() throws {
        var sketch = Sketch()
        sketch.node("Clip", ["x", sketch.scalar("low", 0), sketch.scalar("high", 6)], "c")
        sketch.node("Div", ["c", sketch.scalar("six", 6)], "y")
        let (_, rewrites) = try apply([CanonicalHardSwish.self], to: sketch.model("y"))
        #expect(rewrites == 0)
    }
}

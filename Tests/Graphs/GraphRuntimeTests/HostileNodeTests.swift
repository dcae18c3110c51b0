@testable import GraphRuntime
import ONNX
import Testing

/// Nodes that make no sense end in an error, never in a trap or a loop without end.
@Suite("Hostile nodes")
struct HostileNodeTests {
    @Test("Every operator bears any attributes and inputs")
    func anything() {
        let neverComputed = OperatorKernels.all.keys.sorted().filter { !computesSomething($0) }
        // Where hardly any nonsense fits, it is only known that all of it is refused.
        #expect(neverComputed.count < OperatorKernels.all.count / 4, "\(neverComputed)")
    }

    /// Whether any of many nodes came to a result. Anything but a result and a RuntimeError would be a trap.
    private func computesSomething(_ operatorType: String) -> Bool {
        var generator = Generator(state: operatorType.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        var isComputed = false
        for _ in 0..<500 {
            let node = Node(
                operatorType, inputs: [], outputs: (0..<generator.upTo(3) + 1).map { "o\($0)" },
                attributes: Self.attributes(operatorType, &generator))
            let opset = [7, 9, 10, 11, 12, 13, 18, 20, 22].randomElement(using: &generator) ?? 13
            let inputs = (0..<generator.upTo(6)).map { _ in generator.upTo(8) == 0 ? nil : Self.tensor(&generator) }
            let outputs = try? NodeEvaluator.evaluate(node, inputs: inputs, opset: opset, memoryLimit: 1 << 24)
            isComputed = isComputed || outputs != nil
        }
        return isComputed
    }

    @Test(
        "A file's shapes and axes at the ends of their range", arguments: [Int64.min, -1 << 31, -1, 0, 1 << 31, .max])
    func extremes(number: Int64) {
        let value = Tensor(shape: [2, 3], floats: [1, 2, 3, 4, 5, 6])
        let pair = Tensor(shape: [2], integers: [number, number])
        let one = Tensor(shape: [1], integers: [number])
        let nodes: [(String, [Tensor?])] = [
            ("Reshape", [value, pair]), ("Expand", [value, pair]), ("Tile", [value, pair]),
            ("Slice", [value, pair, pair]), ("Slice", [value, one, one, Tensor(shape: [1], integers: [1]), one]),
            ("Pad", [value, Tensor(shape: [4], integers: [number, 0, 0, number])]), ("ConstantOfShape", [pair]),
            ("Squeeze", [value, one]), ("Unsqueeze", [value, pair]), ("Gather", [value, one]), ("TopK", [value, one]),
            ("Split", [value, pair]), ("Trilu", [value, one]), ("CumSum", [value, one]), ("ReduceSum", [value, pair]),
            ("Range", [one, pair, one]),
            ("Range", [one, Tensor(shape: [], integers: [.max]), Tensor(shape: [], integers: [1])]),
            ("OneHot", [pair, one, Tensor(shape: [2], floats: [0, 1])]),
            ("Mod", [one, Tensor(shape: [], integers: [-1])]),
            ("Div", [one, Tensor(shape: [], integers: [-1])]), ("Div", [one, Tensor(shape: [], integers: [0])]),
            ("Abs", [one]), ("Neg", [one]), ("Pow", [one, one]), ("ScatterND", [value, pair, value]),
        ]
        var refused = 0
        for (operatorType, inputs) in nodes {
            let node = Node(operatorType, inputs: [], outputs: ["y"])
            do { _ = try NodeEvaluator.evaluate(node, inputs: inputs, opset: 13, memoryLimit: 1 << 24) } catch {
                refused += 1
            }
        }
        #expect(refused > 0 && refused < nodes.count)
    }

    // MARK: Nonsense

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }

        mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

        /// Mostly small, now and then at the end of some range.
        mutating func integer() -> Int64 {
            let odd: [Int64] = [.min, .max, 1 << 31, -1 << 31, 1 << 40, 1 << 62, 255]
            return upTo(8) == 0 ? odd[upTo(odd.count)] : Int64(upTo(6)) - 2
        }
    }

    private static let integers = [
        "axis", "keepdims", "group", "ceil_mode", "count_include_pad", "storage_order", "to", "blocksize", "k",
        "num_outputs", "num_groups", "p", "size", "exclusive", "reverse", "upper", "allowzero", "largest", "transA",
        "transB", "batch_dims", "fmod", "antialias", "exclude_outside", "start", "end", "time_axis", "batch_axis",
        "noop_with_empty_axes", "select_last_index", "dtype",
    ]
    private static let lists = [
        "axes", "pads", "strides", "dilations", "kernel_shape", "output_padding", "output_shape", "perm", "starts",
        "ends",
        "split",
    ]
    private static let floats = [
        "alpha", "beta", "epsilon", "gamma", "min", "max", "bias", "lambd", "cubic_coeff_a", "extrapolation_value",
    ]
    private static let words = [
        "auto_pad": ["VALID", "SAME_UPPER", "SAME_LOWER", "?"],
        "mode": ["nearest", "linear", "cubic", "reflect", "edge", "wrap", "DCR", "CRD", "?"],
        "coordinate_transformation_mode": [
            "align_corners", "asymmetric", "tf_crop_and_resize", "half_pixel_symmetric",
        ],
        "nearest_mode": ["floor", "ceil", "round_prefer_ceil"],
        "keep_aspect_ratio_policy": ["not_larger", "not_smaller"], "direction": ["LEFT", "RIGHT"],
        "reduction": ["add", "mul", "max"], "approximate": ["tanh", "?"],
        "equation": ["ij,jk->ik", "...i,...j", "ii->i", "ab", "a.b->", "->", "ij,ij,ij->", "i...j->j...", "é"],
    ]

    private static func attributes(_ operatorType: String, _ generator: inout Generator) -> [Attribute] {
        var attributes: [Attribute] = []
        func isChosen() -> Bool { generator.upTo(6) == 0 }
        for name in integers where isChosen() { attributes.append(Attribute(name, .integer(generator.integer()))) }
        for name in lists where isChosen() {
            let count = generator.upTo(5)
            attributes.append(Attribute(name, .integers((0..<count).map { _ in generator.integer() })))
        }
        for name in floats where isChosen() {
            attributes.append(Attribute(name, .float([.nan, .infinity, 0, -1, 1e30][generator.upTo(5)])))
        }
        for (name, choices) in words.sorted(by: { $0.key < $1.key }) where isChosen() || name == "equation" {
            attributes.append(Attribute(name, .text(choices[generator.upTo(choices.count)])))
        }
        if operatorType == "Constant" || isChosen() {
            attributes.append(Attribute("value", .tensor(tensor(&generator))))
        }
        if isChosen() { attributes.append(Attribute("scales", .floats([1.5, 2, 0.3, .infinity]))) }
        return attributes
    }

    private static func tensor(_ generator: inout Generator) -> Tensor {
        let shape = (0..<generator.upTo(5)).map { _ in [0, 1, 2, 3, 4, 4][generator.upTo(6)] }
        let count = shape.reduce(1, *)
        switch generator.upTo(8) {
        case 0:
            return Tensor(
                shape: shape, elementType: .bool, data: .int32s((0..<count).map { _ in Int32(generator.upTo(2)) }))
        case 1:
            return Tensor(
                shape: shape, elementType: .int32,
                data: .int32s((0..<count).map { _ in Int32(truncatingIfNeeded: generator.integer()) }))
        case 2:
            return Tensor(
                shape: shape, elementType: .uint8, data: .int32s((0..<count).map { _ in Int32(generator.upTo(256)) }))
        case 3:
            return Tensor(
                shape: shape, elementType: .double, data: .doubles((0..<count).map { _ in Double(generator.integer()) })
            )
        case 4, 5: return Tensor(shape: shape, integers: (0..<count).map { _ in generator.integer() })
        default:
            let odd: [Float] = [.nan, .infinity, -.infinity, 1e38, -0.0]
            return Tensor(
                shape: shape,
                floats: (0..<count).map { _ in
                    generator.upTo(20) == 0 ? odd[generator.upTo(5)] : Float(generator.upTo(100)) / 25 - 2
                })
        }
    }
}

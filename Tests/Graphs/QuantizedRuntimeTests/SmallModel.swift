import ONNX

/// A quantized model of one node, which tests change before they load it.
struct SmallModel {
    var operatorType: String
    var attributes: [String: AttributeValue]
    /// Inputs of the graph. The node reads the first, then the constants, then the others.
    var inputs: [(type: ElementType, shape: [Int])]
    var constants: [Tensor]

    init(
        _ operatorType: String, _ attributes: [String: AttributeValue] = [:],
        inputs: [(type: ElementType, shape: [Int])], constants: [Tensor] = []
    ) {
        self.operatorType = operatorType
        self.attributes = attributes
        self.inputs = inputs
        self.constants = constants
    }

    var model: Model {
        let names = inputs.indices.map { "x\($0)" }
        var initializers = constants
        for index in initializers.indices { initializers[index].name = "c\(index)" }
        // The first input, the constants, and what is left: a convolution's residual.
        let operands = names.prefix(1) + initializers.map(\.name) + names.dropFirst(1)
        let node = Node(
            operatorType, name: "the node", domain: "horizon", inputs: Array(operands), outputs: ["y"],
            attributes: attributes.sorted { $0.key < $1.key }.map { Attribute($0.key, $0.value) })
        let graph = Graph(
            name: "graph", nodes: [node],
            inputs: zip(names, inputs).map { name, input in
                ValueInfo(name, .tensor(input.type, shape: input.shape.map { .fixed($0) }))
            },
            outputs: [ValueInfo("y", nil)], initializers: initializers)
        return Model(graph: graph, opset: 11, irVersion: 6)
    }

    /// Values for the graph's inputs: the same bytes again and again.
    func values(_ pattern: [Int32] = [1, -2, 3, 127, -128, 0]) -> [String: Tensor] {
        var result: [String: Tensor] = [:]
        for (index, input) in inputs.enumerated() {
            let count = input.shape.reduce(1, *)
            let data: TensorData =
                input.type == .float
                ? .floats((0..<count).map { Float(pattern[$0 % pattern.count]) })
                : .int32s((0..<count).map { pattern[$0 % pattern.count] })
            result["x\(index)"] = Tensor(shape: input.shape, elementType: input.type, data: data)
        }
        return result
    }
}

extension SmallModel {
    private static func bytes(_ shape: [Int], _ value: Int32 = 3) -> Tensor {
        integers(.int8, shape, value)
    }

    private static func integers(_ type: ElementType, _ shape: [Int], _ value: Int32) -> Tensor {
        Tensor(
            shape: shape, elementType: type,
            data: .int32s([Int32](repeating: value, count: shape.reduce(1, *))))
    }

    private static func tail(
        _ first: String, _ scale: String, _ second: String, count: Int = 1, bits: Int = 8
    ) -> [String: AttributeValue] {
        [
            first: .integers([Int64](repeating: 2, count: count)),
            scale: .integers([Int64](repeating: 20_000, count: count)),
            second: .integers([Int64](repeating: 17, count: count)), "output_bit": .integer(Int64(bits)),
        ]
    }

    private static let elementwise = tail("accu_right_shift", "output_scale", "output_right_shift")
        .merging(["rounding_method": .text("ROUND")]) { first, _ in first }

    /// One valid model of each operator.
    static let all: [SmallModel] = {
        let image: (type: ElementType, shape: [Int]) = (.int8, [1, 4, 5, 4])
        let wide: (type: ElementType, shape: [Int]) = (.int16, [1, 4, 5, 4])
        let sums: [String: AttributeValue] = [
            "x_shift": .integers([3]), "e_scale": .integers([9]), "e_shift": .integers([1]),
        ]
        let convolution = tail("right_shift", "scale", "out_shift", count: 6).merging([
            "kernel_shape": .integers([3, 3]), "pads": .integers([1, 1, 1, 1]), "strides": .integers([1, 1]),
            "dilations": .integers([1, 1]), "group": .integer(1), "use_bias": .integer(1),
        ]) { first, _ in first }
        let weights = [bytes([6, 3, 3, 4]), integers(.int32, [6], 100), bytes([6], 1)]
        let residual: [String: AttributeValue] = [
            "use_sumin": .integer(1), "e_scale": .integers([Int64](repeating: 20_000, count: 6)),
            "e_shift": .integers([Int64](repeating: -5, count: 6)),
        ]
        let window: [String: AttributeValue] = [
            "kernel_shape": .integers([2, 2]), "strides": .integers([2, 2]), "pads": .integers([0, 0, 1, 1]),
        ]
        let reduction = tail("accu_right_shift", "scale", "out_shift").merging(["axis": .integer(3)]) { first, _ in
            first
        }
        let sizes: [String: AttributeValue] = ["sizes": .integers([3, 7]), "align_mode": .text("center")]
        let eight = { (value: Int64) in AttributeValue.integers([Int64](repeating: value, count: 8)) }
        return [
            SmallModel("HzSQuantizedConv", convolution, inputs: [image], constants: weights),
            SmallModel("HzSQuantizedConv", convolution, inputs: [wide], constants: weights),
            SmallModel(
                "HzSQuantizedConv", convolution.merging(residual) { first, _ in first },
                inputs: [image, (.int8, [1, 4, 5, 6])], constants: weights),
            SmallModel(
                "HzSQuantizedPreprocess", tail("right_shift", "scale", "out_shift", count: 3), inputs: [image],
                constants: [bytes([3, 1, 1, 4]), integers(.int32, [3], 9), bytes([3], 0)]),
            SmallModel(
                "HzSQuantizedConvTranspose",
                tail("accu_right_shift", "y_quant_scale", "y_right_shift", count: 3).merging([
                    "b_left_shift": .integers([0, 0, 0]), "strides": .integers([2, 2]),
                    "pads": .integers([0, 0, 0, 0]),
                ]) { first, _ in first }, inputs: [image], constants: [bytes([4, 2, 2, 3]), integers(.int32, [3], 9)]),
            SmallModel("HzSElementwiseMul", elementwise, inputs: [image, (.int8, [1, 1, 1, 4])]),
            SmallModel("HzSElementwiseAdd", elementwise.merging(sums) { first, _ in first }, inputs: [image, image]),
            SmallModel(
                "HzSElementwiseSub", elementwise.merging(sums.filter { $0.key != "e_shift" }) { first, _ in first },
                inputs: [wide, wide]),
            SmallModel(
                "HzSQuantizedMatmul", tail("right_shift", "scale", "out_shift"),
                inputs: [image, (.int8, [1, 4, 4, 7])]),
            SmallModel("HzSQuantizedReduceMean", reduction, inputs: [image]),
            SmallModel("HzSQuantizedReduceSum", reduction, inputs: [wide]),
            SmallModel("HzSQuantizedGlobalAveragePool", elementwise, inputs: [image]),
            SmallModel(
                "HzRequantize",
                ["bits": .integer(8), "output_scale": .integers([20_000]), "output_right_shift": .integers([20])],
                inputs: [wide]),
            SmallModel("HzLut", inputs: [image], constants: [bytes([256])]),
            SmallModel(
                "HzLut2Layer",
                [
                    "bound": .integers([-3000, -2000, -1000, 0, 1000, 2000, 3000, 32_767]), "scale": eight(300),
                    "bias": eight(-5), "left_shift": eight(3), "right_shift": eight(7), "output_bit": .integer(16),
                    "table_param": .integers((0..<384).map { $0 * 7 }), "symmetry_mode": .text("ORIGIN_SYMMETRIC"),
                ], inputs: [wide]),
            SmallModel("HzQuantizedMaxPool", window, inputs: [image]),
            SmallModel("HzQuantizedAveragePool", window, inputs: [image]),
            SmallModel(
                "HzSPRelu",
                [
                    "accu_right_shift": .integers([3]), "negative_scale": .integers([20_000]),
                    "negative_right_shift": .integers([16]), "positive_scale": .integers([1]),
                    "positive_right_shift": .integers([0]),
                ], inputs: [image], constants: [integers(.int16, [4], 700)]),
            SmallModel(
                "HzQuantize", ["bits": .integer(8)], inputs: [(.float, [2, 3])],
                constants: [Tensor(shape: [1], floats: [0.5])]),
            SmallModel(
                "HzDequantize", ["axis": .integer(3)], inputs: [image],
                constants: [Tensor(shape: [4], floats: [1, 2, 3, 4])]),
            SmallModel("HzQuantizedRoiResize", sizes, inputs: [image]),
            SmallModel("HzQuantizedResizeUpsample", ["scale": .integers([2, 3])], inputs: [image]),
            SmallModel("HzDepthToSpace", ["blocksize": .integer(2), "mode": .text("CRD")], inputs: [image]),
            SmallModel("HzChannelShuffle", ["group": .integer(2)], inputs: [image]),
            SmallModel("HzQuantizedReduceMax", ["axis": .integer(1)], inputs: [image]),
            SmallModel("HzQuantizedArgMax", ["axis": .integer(3)], inputs: [image]),
            SmallModel("HzSoftmax", ["axis": .integer(1)], inputs: [(.float, [2, 5])]),
        ]
    }()
}

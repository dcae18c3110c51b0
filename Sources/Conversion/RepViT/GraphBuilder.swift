internal import ONNX

/// Appends nodes to a graph, keeping track of every value's shape.
///
/// A node has the name of its layer's scope, and its value that name and `.output`.
struct GraphBuilder {
    /// A value in the graph, float32.
    struct Value {
        var name: String
        /// `[N, C, H, W]` or `[N, C]`.
        var shape: [Int]
    }

    private(set) var graph: Graph

    init(name: String, input: String, shape: [Int]) {
        graph = Graph(name: name, inputs: [Self.info(Value(name: input, shape: shape))])
    }

    /// Appends a node with one output of a given shape.
    mutating func add(
        _ operatorType: String, _ name: String, _ inputs: [String], shape: [Int], attributes: [Attribute] = []
    ) -> Value {
        let output = Value(name: "\(name).output", shape: shape)
        graph.nodes.append(
            Node(operatorType, name: name, inputs: inputs, outputs: [output.name], attributes: attributes))
        graph.valueInfo.append(Self.info(output))
        return output
    }

    mutating func constant(_ name: String, shape: [Int], _ values: [Float]) -> String {
        graph.initializers.append(Tensor(name: name, shape: shape, floats: values))
        return name
    }

    /// Makes a value the graph's only output, under a new name.
    mutating func finish(_ value: Value, as name: String) {
        for node in graph.nodes.indices {
            for output in graph.nodes[node].outputs.indices where graph.nodes[node].outputs[output] == value.name {
                graph.nodes[node].outputs[output] = name
            }
        }
        graph.valueInfo.removeAll { $0.name == value.name }
        graph.outputs = [Self.info(Value(name: name, shape: value.shape))]
    }

    private static func info(_ value: Value) -> ValueInfo {
        ValueInfo(value.name, .tensor(.float, shape: value.shape.map { .fixed($0) }))
    }
}

extension GraphBuilder {
    /// A convolution with a square kernel, padded so that stride 1 keeps the size.
    mutating func convolution(
        _ scope: String, _ layer: FusedLayer, stride: Int = 1, groups: Int = 1, _ input: Value
    ) -> Value {
        let kernel = layer.shape[2]
        let padding = kernel / 2
        func side(_ size: Int) -> Int { (size + 2 * padding - kernel) / stride + 1 }
        func pair(_ value: Int) -> AttributeValue { .integers([Int64(value), Int64(value)]) }
        let weight = constant("\(scope).weight", shape: layer.shape, layer.weight)
        let bias = constant("\(scope).bias", shape: [layer.bias.count], layer.bias)
        return add(
            "Conv", scope, [input.name, weight, bias],
            shape: [input.shape[0], layer.shape[0], side(input.shape[2]), side(input.shape[3])],
            attributes: [
                Attribute("dilations", pair(1)),
                Attribute("group", .integer(Int64(groups))),
                Attribute("kernel_shape", pair(kernel)),
                Attribute("pads", .integers([Int64](repeating: Int64(padding), count: 4))),
                Attribute("strides", pair(stride)),
            ])
    }

    /// `0.5 * x * (1 + erf(x / sqrt 2))`, in the order in which torch writes it: the vendor's compiler makes
    /// one lookup table of this chain and of no other (measured: 1072.9 us against 2613.5 us for M0.9).
    ///
    /// The three scalars are ``geluConstants``, shared by all.
    mutating func gelu(_ scope: String, _ input: Value) -> Value {
        let scaled = add("Div", "\(scope).div", [input.name, "gelu.sqrt2"], shape: input.shape)
        let error = add("Erf", "\(scope).erf", [scaled.name], shape: input.shape)
        let shifted = add("Add", "\(scope).add", [error.name, "gelu.one"], shape: input.shape)
        let product = add("Mul", "\(scope).mul", [input.name, shifted.name], shape: input.shape)
        return add("Mul", "\(scope).half", [product.name, "gelu.half"], shape: input.shape)
    }

    mutating func geluConstants() {
        _ = constant("gelu.sqrt2", shape: [], [Float(2).squareRoot()])
        _ = constant("gelu.one", shape: [], [1])
        _ = constant("gelu.half", shape: [], [0.5])
    }

    /// The mean over height and width, in one node either way: measured alike with hb_perf.
    mutating func spatialMean(_ name: String, keepsAxes: Bool, _ input: Value) -> Value {
        let channels = Array(input.shape[0..<2])
        guard !keepsAxes else { return add("GlobalAveragePool", name, [input.name], shape: channels + [1, 1]) }
        return add(
            "ReduceMean", name, [input.name], shape: channels,
            attributes: [Attribute("axes", .integers([2, 3])), Attribute("keepdims", .integer(0))])
    }
}

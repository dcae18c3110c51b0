import ONNX

/// A calibrated network of two convolutions with a residual: `x` -> `a` -> Conv `c` -> `d` -> Conv `e`, `f` = `d` + `e`,
/// `g` -> mean over pixels -> `y`.
enum SmallNetwork {
    /// - Parameter thresholds: of the activations, by name; others are 8.
    static func model(
        thresholds: [String: Float] = [:], weights: [Float] = [0.5, -0.25, 0.125, 0.75], weightThreshold: Float? = nil
    ) -> Model {
        func rounding(_ input: String, _ output: String, _ limits: [Float]) -> Node {
            Node(
                "HzCalibration", name: output, domain: "horizon", inputs: [input], outputs: [output],
                attributes: [
                    Attribute("qtype", .text("int8")), Attribute("thresholds", .floats(limits)),
                    Attribute("axis", .integer(0)),
                ])
        }
        func limit(_ name: String) -> [Float] { [thresholds[name] ?? 8] }
        func conv(_ name: String, _ input: String, _ weight: String) -> Node {
            Node("Conv", name: name, inputs: [input, weight], outputs: [name])
        }
        let rows = stride(from: 0, to: weights.count, by: 2).map { row in
            weightThreshold ?? weights[row..<row + 2].map { abs($0) }.max() ?? 1
        }
        let graph = Graph(
            name: "graph",
            nodes: [
                rounding("x", "a", limit("a")), rounding("w", "v", rows), conv("c", "a", "v"),
                rounding("c", "d", limit("d")), rounding("w2", "v2", [1, 1]), conv("e", "d", "v2"),
                Node("Add", name: "f", inputs: ["d", "e"], outputs: ["f"]), rounding("f", "g", limit("g")),
                Node("GlobalAveragePool", name: "y", inputs: ["g"], outputs: ["y"]),
            ],
            inputs: [ValueInfo("x", .tensor(.float, shape: [.fixed(1), .fixed(2), .fixed(2), .fixed(2)]))],
            outputs: [ValueInfo("y", nil)],
            initializers: [
                Tensor(name: "w", shape: [2, 2, 1, 1], floats: weights),
                Tensor(name: "w2", shape: [2, 2, 1, 1], floats: [0.3, 0.7, -0.45, 0.9]),
            ])
        return Model(graph: graph, opset: 11, irVersion: 6)
    }

    static let input = Tensor(shape: [1, 2, 2, 2], floats: [1.03, -2.2, 3.71, 0.4, -5.3, 6.02, 0.77, -1.9])
}

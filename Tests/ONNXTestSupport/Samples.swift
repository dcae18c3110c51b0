import Foundation
package import ONNX
import Support
import TestSupport

/// Models made by code.
package enum Samples {
    /// Conv -> Relu -> Gemm on `[1, 3, 8, 8]`.
    package static func network(opset: Int = 11, irVersion: Int = 6) -> Model {
        let weight = Tensor(name: "w", shape: [4, 3, 3, 3], floats: [Float](repeating: 0.5, count: 108))
        let matrix = Tensor(name: "m", shape: [10, 256], floats: [Float](repeating: 0.25, count: 2560))
        let nodes = [
            Node(
                "Conv", name: "conv", inputs: ["data", "w"], outputs: ["c"],
                attributes: [
                    Attribute("kernel_shape", .integers([3, 3])), Attribute("pads", .integers([1, 1, 1, 1])),
                ]),
            Node("Relu", name: "relu", inputs: ["c"], outputs: ["r"]),
            Node("Flatten", name: "flatten", inputs: ["r"], outputs: ["f"]),
            Node(
                "Gemm", name: "gemm", inputs: ["f", "m"], outputs: ["output"],
                attributes: [Attribute("transB", .integer(1))]),
        ]
        return Model(
            graph: Graph(
                name: "network", nodes: nodes, inputs: [ValueInfo("data", .tensor(.float, shape: [1, 3, 8, 8]))],
                outputs: [ValueInfo("output", .tensor(.float, shape: [1, 10]))], initializers: [weight, matrix]),
            opset: opset, irVersion: irVersion)
    }

    /// A model of one operator, with inputs of the given shapes and outputs of unknown type.
    package static func oneNode(
        _ node: Node, inputs: [(name: String, type: ValueType)] = [("x", .tensor(.float, shape: [1, 4, 8, 8]))],
        initializers: [Tensor] = [], opset: Int = 11
    ) -> Model {
        Model(
            graph: Graph(
                name: "one", nodes: [node], inputs: inputs.map { ValueInfo($0.name, $0.type) },
                outputs: node.outputs.map { ValueInfo($0, .tensor(.float, shape: nil)) }, initializers: initializers),
            opset: opset, irVersion: 6)
    }
}

/// timm's RepViT in the forms that people hand over: `raw`, `fused`, `dynamo`, `raw_sim`.
///
/// `REPVIT_EXPORTS` names a folder that holds them already, one folder a variant, so that all variants can be tested.
package enum Exports {
    package static let forms = ["raw", "fused", "dynamo", "raw_sim"]
    package static let prepared = ProcessInfo.processInfo.environment["REPVIT_EXPORTS"]
    package static let isAvailable = prepared != nil || (Oracle.python != nil && Shared.folder != nil)
    package static let absence = "needs the oracle environment and the shared folder"

    package static let variants: [String] = {
        guard let prepared else { return ["m0_9"] }
        return ["m0_9", "m1_0", "m1_1", "m1_5", "m2_3"].filter {
            FileManager.default.fileExists(atPath: Path.join(prepared, $0, "raw_sim.onnx"))
        }
    }()

    private static let made = Task { () throws -> TemporaryFolder in
        let folder = TemporaryFolder()
        let script = Path.join(Shared.folder ?? "", "oracles/timm_export.py")
        _ = try await Command.run(Oracle.python ?? "python", [script, "m0_9", folder("m0_9")])
            .standardOutput(orThrow: "timm_export.py")
        return folder
    }

    package static func path(_ variant: String, _ form: String) async throws -> String {
        if let prepared { return Path.join(prepared, variant, form + ".onnx") }
        return Path.join(try await made.value.path, variant, form + ".onnx")
    }
}

/// Numbers that look random and are the same in every run (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

import Foundation
import Support
import Testing
import TestSupport

/// The rules that look into the model behind a configuration, on models made with onnx, through the executable.
@Suite(
    "Rules on the model behind a configuration", .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
struct ModelRuleTests {
    private static let script = """
        import sys
        import numpy as np, onnx
        from onnx import TensorProto, helper, numpy_helper

        def weights(name, *shape): return numpy_helper.from_array(np.ones(shape, "f"), name)
        def scalar(name, value): return numpy_helper.from_array(np.array(value, "f"), name)

        def save(name, nodes, initializers, opset=11, ir=6, channels=3, height=8):
            x = helper.make_tensor_value_info("data", TensorProto.FLOAT, [1, channels, height, 8])
            y = helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, channels, height, 8])
            graph = helper.make_graph(nodes, "g", [x], [y], initializers)
            model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
            model.ir_version = ir
            onnx.save(model, sys.argv[1] + "/model/" + name + ".onnx")

        conv = helper.make_node("Conv", ["data", "w"], ["c"], name="conv")
        norm = helper.make_node("BatchNormalization", ["c", "s", "s", "s", "s"], ["out"], name="norm")
        w, s = weights("w", 3, 3, 1, 1), weights("s", 3)
        def gelu(half):
            nodes = [
                helper.make_node("Div", ["data", "root"], ["d"], name="div"), helper.make_node("Erf", ["d"], ["e"], name="erf"),
                helper.make_node("Add", ["e", "one"], ["a"], name="add"),
                helper.make_node("Mul", ["data", "a"], ["m" if half else "out"], name="mul"),
            ]
            if half: nodes.append(helper.make_node("Mul", ["m", "half"], ["out"], name="halve"))
            return nodes
        constants = [scalar("root", 2 ** 0.5), scalar("one", 1), scalar("half", 0.5)]
        out = helper.make_node("Conv", ["data", "w"], ["out"], name="conv")
        save("fused", [out], [w])
        save("gelu", gelu(True), constants)
        save("unfused", [conv, norm], [w, s])
        save("damaged", gelu(False), constants[:2])
        save("opset13", [out], [w], opset=13)
        save("opset9", [out], [w], opset=9)
        save("ir10", [out], [w], ir=10)
        save("tall", [out], [w], height=10)
        """

    @Test("Unfused, damaged and too new models are found; fused ones pass")
    func models() async throws {
        let folder = try RuleTests.makeFolder()
        _ = try await Oracle.run(Self.script, arguments: [folder.path])
        for (model, rules, exitCode) in [
            ("fused", [], 0), ("gelu", [], 0), ("unfused", ["model-form"], 0), ("damaged", ["model-form"], 0),
            ("opset13", ["model-version"], 1), ("opset9", [], 0), ("ir10", ["model-version"], 1),
            ("tall", ["input-shape"], 0),
        ] as [(String, [String], Int32)] {
            try AtomicFile.write(RuleTests.right.replacing("one.onnx", with: model + ".onnx"), to: folder("a.yaml"))
            let lint = try await Command.repvitConvert("config", "lint", "a.yaml", "--format", "json", in: folder.path)
            let object = try JSONSerialization.jsonObject(with: Data(lint.standardOutput.utf8)) as? [String: Any]
            let file = try #require((object?["files"] as? [[String: Any]])?.first)
            let found = (file["findings"] as? [[String: Any]])?.compactMap { $0["rule"] as? String }
            #expect(found == rules && lint.exitCode == exitCode, "\(model): \(lint)")
        }
    }
}

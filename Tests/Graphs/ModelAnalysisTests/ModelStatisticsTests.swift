@testable import ModelAnalysis
@testable import ONNX
@testable import ONNXOperators
import Support
import ONNXTestSupport
import Testing
import TestSupport

@Suite("Parameters")
struct ModelStatisticsTests {
    /// timm's own counts: the fused model and the unfused one with its running statistics.
    @Test(
        "m0_9 is counted right in every form", .enabled(if: Exports.isAvailable, "\(Exports.absence)"),
        arguments: zip(Exports.forms, [5_478_840, 5_067_056, 5_478_840, 5_478_840]))
    func repvit(form: String, parameters: Int) async throws {
        let path = try await Exports.path("m0_9", form)
        let statistics = ModelStatistics(try Model(contentsOf: path))
        #expect(statistics.parameters == parameters)
        #expect(statistics.parameterBytes == 4 * parameters)
        #expect(statistics.operators["Conv"] == (form == "fused" ? 103 : 126))
        #expect(statistics.macs == (form == "fused" ? 815_617_344 : 817_280_832))
        if Oracle.python != nil {
            let classic = try await Oracle.run(
                program: "initializer_elements.py", arguments: [path])
            #expect("\(statistics.initializerElements)\n" == classic)
        }
    }

    @Test("Constants count wherever they are, and scalars and integers do not")
    func places() {
        var model = Samples.network()
        let before = ModelStatistics(model).parameters
        #expect(before == 108 + 2560)
        let inner = Graph(
            name: "then",
            nodes: [
                Node("Constant", inputs: [], outputs: ["k"], attributes: [Attribute("value_floats", .floats([1, 2]))])
            ],
            initializers: [
                Tensor(
                    name: "h", shape: [5], elementType: .float16, data: .raw(ByteView([UInt8](repeating: 0, count: 10)))
                )
            ])
        model.graph.nodes.append(
            Node("If", inputs: ["c"], outputs: ["o"], attributes: [Attribute("then_branch", .graph(inner))]))
        model.graph.nodes.append(
            Node(
                "Constant", inputs: [], outputs: ["t"],
                attributes: [Attribute("value", .tensor(Tensor(shape: [3], floats: [1, 2, 3])))]))
        model.graph.initializers.append(Tensor(name: "scalar", shape: [], floats: [1]))
        model.graph.initializers.append(Tensor(name: "integers", shape: [2], integers: [1, 2]))
        let statistics = ModelStatistics(model)
        #expect(statistics.parameters == before + 2 + 5 + 3)
        #expect(statistics.parameterBytes == 4 * (before + 5) + 10)
        #expect(statistics.initializerElements == before + 1 + 2)
        #expect(statistics.macs == nil)
    }

    @Test("Sizes that overflow do not trap")
    func overflow() {
        var model = Samples.network()
        for index in 0..<3 {
            model.graph.initializers.append(
                Tensor(name: "huge\(index)", shape: [.max], elementType: .float, data: .raw(ByteView([]))))
        }
        #expect(ModelStatistics(model).parameters == .max)
    }
}

import Foundation
@testable import ModelAnalysis
@testable import ONNX
@testable import ONNXOperators
import Support
import ONNXTestSupport
import Testing
import TestSupport

@Suite("Drawing")
struct DrawingTests {
    /// `count` blocks of two nodes after a stem, the second block of each pair with one node more.
    private func network(blocks count: Int, skips: Bool = false) -> Model {
        var nodes = [Node("Relu", name: "/stem/Relu", inputs: ["data"], outputs: ["s"])]
        var value = "s"
        for block in 0..<count {
            let name = "/blocks/blocks.\(block)"
            nodes.append(Node("Sigmoid", name: name + "/Sigmoid", inputs: [value], outputs: ["a\(block)"]))
            nodes.append(
                Node("Add", name: name + "/Add", inputs: ["a\(block)", skips ? "s" : value], outputs: ["b\(block)"]))
            value = "b\(block)"
            if block.isMultiple(of: 2) {
                nodes.append(Node("Tanh", name: name + "/Tanh", inputs: [value], outputs: ["c\(block)"]))
                value = "c\(block)"
            }
        }
        nodes.append(Node("Relu", name: "/head/Relu", inputs: [value], outputs: ["y"]))
        return Model(
            graph: Graph(
                name: "g", nodes: nodes, inputs: [ValueInfo("data", .tensor(.float, shape: [1, 8]))],
                outputs: [ValueInfo("y", .tensor(.float, shape: [1, 8]))]), opset: 13, irVersion: 8)
    }

    private func drawing(_ model: Model, depth: Int) -> GraphDrawing {
        GraphDrawing(model, shapes: ShapeInference(model), depth: depth)
    }

    private func titles(_ drawing: GraphDrawing) -> [String] {
        drawing.edges.map { "\(drawing.boxes[$0.source].title) -> \(drawing.boxes[$0.target].title)" }
    }

    @Test("Blocks that repeat by turns are drawn once, and what follows hangs on the last")
    func folded() {
        let drawing = drawing(network(blocks: 8), depth: 1)
        #expect(
            titles(drawing) == [
                "data -> stem", "stem -> blocks.0", "blocks.0 -> blocks.1", "blocks.1 -> head", "head -> y",
            ])
        #expect(drawing.repetitions.map(\.title) == ["blocks.0 ... 7"])
        #expect(drawing.repetitions.map(\.count) == [4])
    }

    @Test("They are drawn once at a greater depth, too")
    func foldedDeeper() {
        let drawing = drawing(network(blocks: 8), depth: 2)
        #expect(drawing.repetitions.map(\.count) == [4])
        #expect(
            drawing.boxes.map(\.title) == ["data", "Relu", "Sigmoid", "Add", "Tanh", "Sigmoid", "Add", "Relu", "y"])
        #expect(titles(drawing).suffix(2) == ["Add -> Relu", "Relu -> y"])
    }

    @Test("Blocks with a way in or out are drawn one by one")
    func unfolded() {
        #expect(drawing(network(blocks: 8, skips: true), depth: 1).repetitions.isEmpty)
        #expect(drawing(network(blocks: 3), depth: 1).boxes.count == 7)
    }

    static let program = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/dot" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(
        "Graphviz takes what is written, whatever the names are",
        .enabled(if: program != nil, "needs Graphviz (mapper/00_setup.sh)"), arguments: 1...3)
    func syntax(depth: Int) async throws {
        var model = network(blocks: 5)
        for (index, name) in ["/<b>&amp;/\"quoted\"/\\", "/]\n}/\u{7}/é", "/" + String(repeating: "x", count: 500), ""]
            .enumerated()
        {
            model.graph.nodes[index].name = name
        }
        model.graph.inputs[0].name = "<data>"
        model.graph.nodes[0].inputs = ["<data>"]
        let folder = TemporaryFolder()
        try AtomicFile.write(DOTWriter.write(drawing(model, depth: depth), title: "\"<&>\\"), to: folder("g.dot"))
        let result = try await Command.run(
            Self.program ?? "dot", ["-Tsvg", "-o", folder("g.svg"), folder("g.dot")])
        #expect(result.exitCode == 0 && result.standardError.isEmpty, "\(result.standardError)")
    }

    @Test(
        "m0_9 fits on a page in every form", .enabled(if: Exports.isAvailable, "\(Exports.absence)"),
        arguments: Exports.forms)
    func repvit(form: String) async throws {
        let model = try Model(contentsOf: try await Exports.path("m0_9", form))
        let drawing = drawing(model, depth: 2)
        #expect(drawing.boxCount < 30)
        #expect(drawing.repetitions.map(\.title) == ["blocks.0 ... 13"])
        #expect(drawing.repetitions.map(\.count) == [7])
    }
}

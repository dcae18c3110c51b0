import Diagnostics
import Foundation
@testable import GraphEditing
@testable import GraphPasses
@testable import GraphRuntime
import ModelAnalysis
import ModelChecks
import ONNX
import RepViT
import Support
import Testing
import TestSupport

/// One at a time: torch and the networks take all processors and much memory.
@Suite("Real exports", .serialized, .enabled(if: Exports.isAvailable, Comment(rawValue: Exports.absence)))
struct RealExportTests {
    private struct Distance: Decodable {
        var mean: Double
        var largest: Double
    }

    private struct Report: Decodable {
        struct Form: Decodable {
            var fromInput: Distance
            var fromTruth: Distance
        }

        var timm: Distance
        var largestLogit: Double
        var forms: [Form]
    }

    @Test("Every form of a RepViT becomes the native export, node for node, and as exact", arguments: Exports.variants)
    func forms(variant: String) async throws {
        let folder = try await Exports.folder(of: variant)
        let temporary = TemporaryFolder()
        let weights = Path.join(folder, "weights.safetensors")
        let native = try RepViTExporter.export(
            RepViTWeights(file: weights, variant: try #require(Variant(rawValue: variant))))
        var paths: [String] = []
        for form in Exports.forms {
            let original = try Model(contentsOf: Path.join(folder, "\(form).onnx"))
            let model = try Simplifier().simplify(original).model
            // Not the values themselves, which would be printed.
            let isSame = Structure(model) == Structure(native)
            #expect(isSame, "\(form)")
            #expect(ModelStatistics(model).parameters == ModelStatistics(native).parameters, "\(form)")
            #expect(GraphChecker().check(model).isEmpty, "\(form)")
            let path = temporary("\(form).onnx")
            try model.write(to: path)
            paths += [Path.join(folder, "\(form).onnx"), path]
        }
        let text = try await Oracle.run(program: "simplified_distances.py", arguments: [variant, weights] + paths)
        let report = try JSONDecoder().decode(Report.self, from: Data(text.utf8))
        for (form, result) in zip(Exports.forms, report.forms) {
            #expect(result.fromInput.largest <= 1e-4 * report.largestLogit, "\(form): \(text)")
            #expect(result.fromTruth.mean <= 1.2 * report.timm.mean, "\(form): \(text)")
        }
    }

    @Test("The native export has nothing left to simplify")
    func fixedPoint() throws {
        let weights = try RepViTWeights(seed: 0, variant: .m0_9)
        let result = try Simplifier().simplify(RepViTExporter.export(weights))
        #expect(result.passes.allSatisfy { $0.rewrites == 0 }, "\(result.passes.filter { $0.rewrites > 0 })")
    }

    private struct Difference: Decodable {
        var difference: Double
        var inputNodes: Int
    }

    @Test("Networks that were never seen by name compute the same with fewer nodes", arguments: Exports.networks)
    func networks(name: String) async throws {
        let folder = try await Exports.folder(ofNetwork: name)
        let temporary = TemporaryFolder()
        var paths: [String] = []
        var counts: [Int] = []
        for form in ["raw", "dynamo"] {
            let original = try Model(contentsOf: Path.join(folder, "\(form).onnx"))
            let result = try Simplifier().simplify(original)
            #expect(!result.findings.containErrors, "\(result.findings)")
            #expect(result.model.opset == 11)
            #expect(!GraphChecker().check(result.model).containErrors, "\(GraphChecker().check(result.model))")
            let differences = try OutputComparison(original, result.model).outputs(
                on: SampleInputs.make(for: original, count: 1))
            for difference in differences { #expect(difference.relative <= 1e-4, "\(form): \(difference)") }
            let path = temporary("\(form).onnx")
            try result.model.write(to: path)
            paths += [Path.join(folder, "\(form).onnx"), path]
            counts.append(result.model.graph.nodes.count)
        }
        let text = try await Oracle.run(program: "model_differences.py", arguments: paths)
        let report = try JSONDecoder().decode([Difference].self, from: Data(text.utf8))
        for result in report { #expect(result.difference <= 1e-4, "\(text)") }
        // The new exporter's opset has operators, such as Gelu, that are several in opset 11.
        #expect(counts[0] <= report[0].inputNodes, "\(text)")
    }

    @Test("A pass that breaks the model is caught by the comparison")
    func brokenPass() async throws {
        let folder = try await Exports.folder(of: "m0_9")
        let original = try Model(contentsOf: Path.join(folder, "fused.onnx"))
        var simplifier = Simplifier()
        simplifier.passes.append(DropsOneBias.self)
        let model = try simplifier.simplify(original).model
        let differences = try OutputComparison(original, model).outputs(
            on: SampleInputs.make(for: original, count: 1))
        #expect(differences[0].relative > OutputComparison.defaultTolerance)
        // And the layer that it broke is the first that differs.
        let layers = try OutputComparison(original, model).layers(
            on: SampleInputs.make(for: original, count: 1)[0])
        let first = try #require(layers.firstDifference)
        #expect(first.node.hasSuffix("(Conv)"), "\(first)")
    }
}

/// A planted fault: forgets the bias of the twentieth convolution.
private enum DropsOneBias: GraphPass {
    static let name = "drops-one-bias"
    static let summary = "wrong on purpose"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        let convolutions = graph.order().filter { graph[$0]?.isStandard("Conv") == true }
        guard convolutions.count > 20, graph[convolutions[20]]?.inputs.count == 3 else { return 0 }
        graph.update(convolutions[20]) { $0.inputs.removeLast() }
        return 1
    }
}

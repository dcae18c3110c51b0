import Foundation
import Support
import Testing
import TestSupport

@Suite("inspect and compare")
struct InspectTests {
    private let folder = TemporaryFolder()

    private func export(_ name: String, _ options: [String] = []) async throws {
        let result = try await Command.run(
            Package.executable, ["export", "m0_9", "--weights", "seeded", "-o", name] + options, in: folder.path)
        _ = try result.standardOutput(orThrow: "export")
    }

    @Test("A model is a tree of its modules, with what each costs")
    func tree() async throws {
        try await export("m.onnx")
        let text = try await Command.repvitConvert("inspect", "m.onnx", in: folder.path).standardOutput(
            orThrow: "inspect")
        #expect(text.contains("5,067,056") && text.contains("blocks.0, 2 ... 12") && text.contains("7 x"))
        #expect(!text.contains("token_mixer"))
        let deeper = try await Command.repvitConvert("inspect", "m.onnx", "--depth", "3", in: folder.path)
        #expect(deeper.standardOutput.contains("token_mixer"))
    }

    private struct Report: Decodable {
        struct Layer: Decodable {
            let name: String
            let `operator`: String
            let output_shape: [Int]
            let parameters: Int
            let macs: Int
        }

        let schema_version: Int
        let inputs: [Port]
        let parameters: Int
        let macs: Int
        let layers: [Layer]

        struct Port: Decodable {
            let name: String
            let shape: [Int]
        }
    }

    @Test("JSON has every layer, and they add up")
    func json() async throws {
        try await export("m.onnx")
        let text = try await Command.repvitConvert("inspect", "m.onnx", "--format", "json", in: folder.path)
            .standardOutput(orThrow: "inspect")
        let report = try JSONDecoder().decode(Report.self, from: Data(text.utf8))
        #expect(report.schema_version == 1 && report.inputs[0].shape == [1, 3, 224, 224])
        #expect(report.layers.reduce(0) { $0 + $1.parameters } == report.parameters)
        #expect(report.layers.reduce(0) { $0 + $1.macs } == report.macs)
        #expect(report.layers.last?.output_shape == [1, 1000])
    }

    @Test("A drawing is Graphviz's language, or a picture")
    func drawing() async throws {
        try await export("m.onnx")
        let dot = try await Command.repvitConvert("inspect", "m.onnx", "--format", "dot", in: folder.path)
        #expect(dot.exitCode == 0 && dot.standardOutput.hasPrefix("digraph"))
        let svg = try await Command.repvitConvert("inspect", "m.onnx", "--format", "svg", in: folder.path)
        #expect(svg.exitCode == 0 ? svg.standardOutput.contains("</svg>") : svg.exitCode == 69)
        let without = try await Command.repvitConvert(
            "inspect", "m.onnx", "--format", "svg", in: folder.path, environment: ["PATH": "/nowhere"])
        #expect(without.exitCode == 69 && without.standardError.contains("graphviz"))
    }

    @Test("Two models of one structure are the same, and of two are not")
    func compare() async throws {
        try await export("a.onnx")
        try await export("b.onnx", ["--num-classes", "10"])
        let same = try await Command.repvitConvert("compare", "a.onnx", "a.onnx", in: folder.path)
        #expect(same.exitCode == 0 && same.standardOutput.contains("Same structure"))
        let other = try await Command.repvitConvert("compare", "a.onnx", "b.onnx", in: folder.path)
        #expect(other.exitCode == 1 && other.standardOutput.contains("head"), "\(other.standardError)")
        let json = try await Command.repvitConvert("compare", "a.onnx", "b.onnx", "--format", "json", in: folder.path)
        #expect(json.exitCode == 1 && json.standardOutput.contains("\"same\" : false"))
        let missing = try await Command.repvitConvert("compare", "a.onnx", "none.onnx", in: folder.path)
        #expect(missing.exitCode == 2 && missing.standardOutput.isEmpty)
    }

    @Test("Wrong options are usage errors")
    func usage() async throws {
        for arguments in [["m.onnx", "--depth", "0"], ["m.bin", "--format", "svg"], ["m.onnx", "--format", "png"]] {
            let result = try await Command.run(Package.executable, ["inspect"] + arguments, in: folder.path)
            #expect(result.exitCode == 64)
        }
    }

    @Test("params lists layers, tensors and memory when asked to")
    func perLayer() async throws {
        try await export("m.onnx")
        let text = try await Command.repvitConvert("params", "m.onnx", "--per-layer", in: folder.path)
        #expect(text.standardOutput.contains("stem.conv1") && text.standardOutput.contains("largest tensors"))
        let plain = try await Command.repvitConvert("params", "m.onnx", "--format", "json", in: folder.path)
        #expect(!plain.standardOutput.contains("layers"))
        let json = try await Command.repvitConvert(
            "params", "m.onnx", "--per-layer", "--format", "json", in: folder.path)
        #expect(json.standardOutput.contains("peak_activation_bytes") && json.standardOutput.contains("element_type"))
    }
}

import Foundation
import InputContract
import ONNX
import RepViT
import Safetensors
import Support
import Testing
import TestSupport

/// One at a time: each of these starts a Python with torch, which takes all processors and much memory.
@Suite("Against timm", .serialized, .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)))
enum OracleTests {}

extension OracleTests {
    /// The exported network against timm's own, evaluated in float64.
    @Suite("Exported networks")
    struct FaithfulnessTests {
        struct Distance: Decodable {
            var mean: Double
            var largest: Double
        }

        struct Report: Decodable {
            var timm: Distance
            var exported: [Distance]
            var largestLogit: Double
            var parameters: Int
            var convolutions: Int
            var nodes: Int
            var classes: Int
        }

        @Test("All variants are as near to timm's float64 model as timm's own fused one", arguments: Variant.allCases)
        func seeded(variant: Variant) async throws {
            let folder = TemporaryFolder()
            let head = ClassifierHead(classes: 1000, isDistilled: true)
            let file = folder("weights.safetensors")
            try SafetensorsWriter.write(SeededWeights.tensors(variant, head: head, seed: 1), to: file)
            let report = try await compare(variant, file, in: folder)
            #expect(report.parameters == Self.parameters[variant])
            if variant == .m0_9 { #expect(report.convolutions == 103) }
        }

        @Test("Trained weights too", .enabled(if: Shared.folder != nil, Comment(rawValue: Shared.absence)))
        func trained() async throws {
            let folder = TemporaryFolder()
            let file = try Path.join(#require(Shared.folder), "fixtures/repvit_m0_9_memorised.safetensors")
            let report = try await compare(.m0_9, file, in: folder)
            #expect(report.parameters == 5_067_056)
        }

        @Test("A plain head with 10 classes, and an input of 256 pixels")
        func plainHead() async throws {
            let folder = TemporaryFolder()
            let file = folder("weights.safetensors")
            let head = ClassifierHead(classes: 10, isDistilled: false)
            try SafetensorsWriter.write(SeededWeights.tensors(.m0_9, head: head, seed: 2), to: file)
            let report = try await compare(.m0_9, file, in: folder, inputSize: 256)
            #expect(report.classes == 10)
        }

        /// What timm's fused models have, counted with torch.
        private static let parameters: [Variant: Int] = [
            .m0_9: 5_067_056, .m1_0: 6_810_312, .m1_1: 8_244_312, .m1_5: 14_049_992, .m2_3: 22_926_792,
        ]

        private func compare(
            _ variant: Variant, _ file: String, in folder: TemporaryFolder, inputSize: Int = 224
        ) async throws -> Report {
            let weights = try RepViTWeights(file: file, variant: variant)
            let output = folder("model.onnx")
            try RepViTExporter.export(weights, size: ImageSize(square: inputSize)).write(to: output)
            let text = try await Oracle.run(
                program: "export_distances.py", arguments: [variant.rawValue, file, output])
            let report = try JSONDecoder().decode(Report.self, from: Data(text.utf8))
            let exported = try #require(report.exported.first)
            #expect(exported.mean <= 1.2 * report.timm.mean, "\(text)")
            #expect(exported.largest <= 1e-4 * report.largestLogit, "\(text)")
            return report
        }
    }
}

import Support
import Foundation
import ONNX
import TestSupport
import Testing

@testable import QuantizedRuntime

/// A whole network through the vendor's toolchain, and then every value in it.
@Suite(
    "Quantized networks", .enabled(if: VendorToolchain.python != nil, Comment(rawValue: VendorToolchain.absence)),
    .enabled(if: Shared.folder != nil, Comment(rawValue: Shared.absence)))
struct QuantizedNetworkTests {
    private static let imageCount = 3

    @Test(
        "Every value of a quantized RepViT is the vendor's, bit for bit, and those of the calibrated one but for sums")
    func repvit() async throws {
        let folder = TemporaryFolder()
        let path = try await build(in: folder)
        let images = try self.images(in: folder)
        try await VendorRuntime.values(of: path, in: folder.path, inputs: images)

        let model = try Model(contentsOf: path)
        let names = model.graph.nodes.map { $0.outputs[0] }
        let whole = try QuantizedProgram(model, workers: 2)
        let open = try QuantizedProgram(model, keeping: Set(names), workers: 2)
        let port = try #require(whole.inputs.first)
        let inputs = try images.map { [port.name: try port.tensor(contentsOf: $0)] }
        var elements = 0
        for (image, values) in try open.run(batch: inputs).enumerated() {
            for (node, name) in names.enumerated() {
                let expected = try ByteView(contentsOf: folder("\(image).\(node).bin")).elements(as: UInt8.self)
                let found = try #require(values[name]).bytes().elements(as: UInt8.self)
                elements += values[name]?.elementCount ?? 0
                #expect(found == expected, "image \(image), \(model.graph.nodes[node])")
            }
        }
        print("quantized m0_9: \(names.count) nodes, \(images.count) images, \(elements) elements compared")
        // Convolutions with the tables that follow them in one, as it is used.
        let output = model.graph.outputs[0].name
        for (found, expected) in zip(try whole.run(batch: inputs), try open.run(batch: inputs)) {
            #expect(try found[output]?.floats() == expected[output]?.floats())
        }
        #expect(whole.notes.isEmpty)
        try await calibrated(path.replacingOccurrences(of: "_quantized_", with: "_calibrated_"), images[0])
    }

    /// The calibrated model beside the quantized one: roundings are exact, sums differ by their order.
    private func calibrated(_ path: String, _ image: String) async throws {
        let folder = TemporaryFolder()
        let model = try Model(contentsOf: path)
        let bytes = try ByteView(contentsOf: image).elements(as: Int8.self)
        let stated = model.graph.inputs.first?.type?.shape?.compactMap(\.size)
        let shape = try #require(stated)
        let plane = bytes.count / 3
        let planes = (0..<bytes.count).map { Float(bytes[3 * ($0 % plane) + $0 / plane]) }
        let input = Tensor(shape: shape, floats: planes)
        try AtomicFile.write(try input.bytes().elements(as: UInt8.self), to: folder("input.bin"))
        try await VendorRuntime.values(of: path, in: folder.path, inputs: [folder("input.bin")])
        let shapes = Dictionary(
            (model.graph.valueInfo + model.graph.outputs).map { ($0.name, $0.type?.shape?.compactMap(\.size)) },
            uniquingKeysWith: { first, _ in first })
        var expected: [String: Tensor] = [:]
        for (index, node) in model.graph.nodes.enumerated() {
            let elements = try ByteView(contentsOf: folder("0.\(index).bin")).elements(as: Float.self)
            let shape = try #require(shapes[node.outputs[0]] ?? nil)
            expected[node.outputs[0]] = Tensor(shape: shape, floats: elements)
        }
        let agreement = try CalibratedAgreement(
            model, inputs: [model.graph.inputs[0].name: input], expected: expected)
        #expect(agreement.differentRoundings == 0)
        #expect(agreement.roundings > 10_000_000)
        #expect(agreement.largestNodeDifference < 2e-5, "\(agreement.worstNode)")
        // Far above the 17 dB that quantizing costs this network.
        #expect(agreement.outputRatio > 100)
    }

    /// The quantized model of m0_9 with the fixture's weights.
    private func build(in folder: TemporaryFolder) async throws -> String {
        let shared = try #require(Shared.folder)
        _ = try await Command.repvitConvert(
            "prepare", "m0_9", "--weights", Path.join(shared, "fixtures/repvit_m0_9_memorised.safetensors"), "--images",
            Path.join(shared, "images"), "--count", String(Self.imageCount), "--work", folder.path
        ).standardOutput(orThrow: "prepare")
        // Numbers do not depend on it, and O2 takes longer.
        let config = Path.join(folder.path, "m0_9/config/RepViT_m0_9_config.yaml")
        let text = try String(contentsOfFile: config, encoding: .utf8)
        try text.replacingOccurrences(of: "optimize_level: O2", with: "optimize_level: O0")
            .write(toFile: config, atomically: true, encoding: .utf8)
        _ = try await Command.repvitConvert("build", "m0_9", "--work", folder.path).standardOutput(orThrow: "build")
        return Path.join(folder.path, "m0_9/build/RepViT_m0_9_224x224_nv12_quantized_model.onnx")
    }

    /// The calibration images as the model reads them: YUV of BT.601 in full range, less 128, `[height, width, 3]`.
    private func images(in folder: TemporaryFolder) throws -> [String] {
        let samples = Path.join(folder.path, "m0_9/calibration/rgbchw_f32")
        return try Folder.names(in: samples).sorted().prefix(Self.imageCount).enumerated().map { index, name in
            let pixels = try ByteView(contentsOf: Path.join(samples, name)).elements(as: Float.self)
            let plane = pixels.count / 3
            var bytes = [UInt8](repeating: 0, count: pixels.count)
            for pixel in 0..<plane {
                let (r, g, b) = (pixels[pixel], pixels[plane + pixel], pixels[2 * plane + pixel])
                let y = 0.299 * r + 0.587 * g + 0.114 * b
                for (channel, value) in [y - 128, 0.564 * (b - y), 0.713 * (r - y)].enumerated() {
                    bytes[3 * pixel + channel] = UInt8(bitPattern: Int8(max(-128, min(127, value.rounded()))))
                }
            }
            let path = folder("image\(index).bin")
            try AtomicFile.write(bytes, to: path)
            return path
        }
    }
}

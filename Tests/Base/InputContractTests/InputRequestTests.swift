import Diagnostics
import Foundation
@testable import InputContract
import Support
import Testing
import TestSupport

@Suite("Input specification")
struct InputRequestTests {
    private func pretrained(_ json: String) throws -> PretrainedConfig {
        let folder = TemporaryFolder()
        try AtomicFile.write(json, to: folder("config.json"))
        return try PretrainedConfig(contentsOf: folder("config.json"))
    }

    @Test("Where nothing is stated, timm's defaults are assumed, each is named, and the size is the network's")
    func defaults() throws {
        let network = InputRequest.Network(layout: .nchw, height: 192, width: 256)
        let resolution = try InputRequest().resolve(network: network)
        #expect(resolution.input.size == ImageSize(height: 192, width: 256))
        #expect(resolution.input.normalization == .imageNet && resolution.input.preset.cropFraction == 0.875)
        #expect(resolution.assumed.count == 3)
        #expect(resolution.assumed.contains { $0.contains("crop 0.875") })
        let dynamic = try InputRequest().resolve()
        #expect(dynamic.assumed.contains("input size 224x224"))
    }

    @Test("timm's config.json states everything, at its top and in pretrained_cfg")
    func statedByConfig() throws {
        let figures = """
            "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.25, 1.0], "input_size": [3, 240, 256], "crop_pct": 0.9,
            "interpolation": "bilinear", "crop_mode": "center"
            """
        for json in ["{\(figures)}", #"{"architecture": "x", "pretrained_cfg": {\#(figures)}}"#] {
            var request = InputRequest()
            request.pretrained = try pretrained(json)
            let resolution = try request.resolve()
            #expect(resolution.assumed.isEmpty)
            #expect(resolution.input.size == ImageSize(height: 240, width: 256))
            #expect(resolution.input.normalization.deviation == [127.5, 63.75, 255])
            #expect(resolution.input.preset.cropFraction == 0.9 && resolution.input.preset.kernel == .pillowBilinear)
        }
    }

    @Test("ImageNet's figures keep their usual digits")
    func imageNet() throws {
        var request = InputRequest()
        request.pretrained = try pretrained(#"{"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}"#)
        #expect(try request.resolve().input.normalization == .imageNet)
    }

    @Test("Options come before the config file, and that before the defaults")
    func precedence() throws {
        var request = InputRequest()
        request.pretrained = try pretrained(#"{"mean": [0.5, 0.5, 0.5], "crop_pct": 0.9}"#)
        request.mean = [127, 127, 127]
        request.cropFraction = 1
        let resolution = try request.resolve()
        #expect(resolution.input.normalization.mean == [127, 127, 127])
        #expect(resolution.input.normalization.deviation == [58.395, 57.12, 57.375])
        #expect(resolution.input.preset.cropFraction == 1)
        #expect(resolution.assumed.contains { $0.hasPrefix("std") })
    }

    @Test("Deviations that can only be for pixels of 0...1 are refused with the right values")
    func unitDeviation() throws {
        var request = InputRequest()
        request.deviation = [0.229, 0.224, 0.225]
        let error = try #require(#expect(throws: InputError.self) { try request.resolve() })
        #expect(error.fix == "use --std 58.395,57.12,57.375" && error.exitStatus == .usage)
        request.deviation = [1, 1, 1]
        #expect(try request.resolve().input.normalization.deviation == [1, 1, 1])
        request.mean = [0.485, 0.456, 0.406]
        #expect(throws: InputError.self) { try request.resolve() }
    }

    @Test("A size other than the network's is refused")
    func conflict() throws {
        var request = InputRequest()
        request.size = ImageSize(square: 224)
        let error = #expect(throws: InputError.self) {
            try request.resolve(network: InputRequest.Network(height: 240, width: 240))
        }
        #expect(error?.message == "the model's input is 240x240, not 224x224")
        #expect(try request.resolve(network: InputRequest.Network(height: 224)).input.size == ImageSize(square: 224))
    }

    @Test("A crop does not apply to a preset that does not crop")
    func cropWithoutCropping() throws {
        var request = InputRequest()
        request.preset = .squash
        request.cropFraction = 0.9
        #expect(throws: InputError.self) { try request.resolve() }
        request.preset = .timm
        request.cropFraction = 1.5
        #expect(throws: InputError.self) { try request.resolve() }
    }

    @Test(
        "A config.json that states nothing usable is refused, with its path",
        arguments: [
            "", "{}", "[]", #"{"mean": [1, 2, 3], "std": [1, 1, 1]}"#, #"{"mean": [0.5], "std": [0.5]}"#,
            #"{"mean": [0.5, 0.5, 0.5], "std": [0.5, 0, 0.5]}"#, #"{"mean": "x", "std": "y"}"#,
            #"{"input_size": [1, 28, 28]}"#, #"{"input_size": [3, 0, 28]}"#, #"{"crop_pct": 0}"#,
            #"{"crop_pct": 0.9, "interpolation": "lanczos"}"#, #"{"crop_pct": 0.9, "crop_mode": "border"}"#,
            #"{"input_size": [3, 99999999999999999999, 28]}"#,
        ])
    func badConfig(_ json: String) throws {
        let error = #expect(throws: InputError.self) { try pretrained(json) }
        #expect(error?.location?.path.hasSuffix("config.json") == true && error?.exitStatus == .failure)
    }

    @Test("A specification survives a manifest")
    func coding() throws {
        for preset in Preset.all {
            let input = InputSpecification(
                size: ImageSize(height: 192, width: 256), layout: .nhwc,
                normalization: Normalization(mean: [1, 2, 3], deviation: [4, 5, 6]), preset: preset, range: .video)
            let data = try JSONEncoder().encode(input)
            #expect(try JSONDecoder().decode(InputSpecification.self, from: data) == input)
        }
    }

    @Test("Sizes are a number or height x width", arguments: [("224", 224, 224), ("192x256", 192, 256)])
    func sizes(_ text: String, _ height: Int, _ width: Int) {
        #expect(ImageSize(text) == ImageSize(height: height, width: width))
    }

    @Test("Other texts are not sizes", arguments: ["", "0", "-1", "x", "224x", "1x2x3", "4097", "1e2"])
    func badSizes(_ text: String) {
        #expect(ImageSize(text) == nil)
    }
}

import Imaging
import InputContract
import Support
import Testing
import TestSupport

/// Every byte against Pillow, OpenCV and the reference program.
@Suite("Against the references")
struct ReferenceTests {
    @Test(
        "Pixels, tensors and both kinds of NV12 are those of the references",
        .enabled(if: Oracle.python != nil, Comment(rawValue: Oracle.absence)),
        .enabled(if: Shared.folder != nil, Comment(rawValue: Shared.absence)))
    func bitExactness() async throws {
        let shared = try #require(Shared.folder)
        let odd = TemporaryFolder()
        let lines = try await Oracle.run(
            program: "preprocess_images.py",
            arguments: [
                odd.path, Path.join(shared, "images"), Path.join(shared, "oracles/preprocess_reference.py"),
            ]
        ).split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(lines.count { $0.first == "decode" } > 400 + 2 * 150)
        #expect(lines.count { $0.first == "apply" } > 1900)
        #expect(lines.count { $0.first == "format" } > 150)

        let failures = await withTaskGroup(of: String?.self) { group in
            for line in lines {
                group.addTask { Self.failure(line) }
            }
            return await group.reduce(into: [String]()) { failures, failure in
                if let failure { failures.append(failure) }
            }.sorted()
        }
        let list = failures.prefix(40).joined(separator: "\n")
        #expect(failures.isEmpty, "\(failures.count) of \(lines.count):\n\(list)")
    }

    /// What a line of the oracle says that is not so; `nil` if all of it is.
    private static func failure(_ line: [String]) -> String? {
        let path = line[1]
        do {
            switch line[0] {
            case "decode":
                let options = line[2] == "opencv" ? Preset.zooDirect.decoding : Preset.timm.decoding
                let image = try ImageDecoder.decode(path: path, options: options)
                let found = ["\(image.width)", "\(image.height)", hash(image.pixels)]
                return found == Array(line[3...]) ? nil : "decode \(line[2]) \(Path.name(path)) \(found[0])x\(found[1])"
            case "apply":
                guard let preset = preset(line[2]), let size = Int(line[3]) else { return "a line of the oracle" }
                let image = try preset.load(path: path, size: ImageSize(square: size))
                guard let full = NV12.bytes(image, range: .full), let video = NV12.bytes(image, range: .video) else {
                    return "\(size) is not odd"
                }
                let found = [
                    hash(image.pixels), ByteViewHash.of(RGBCHW.elements(image)), hash(full), hash(video),
                ]
                let names = ["RGB", "tensor", "full", "video"]
                let wrong = zip(names, zip(found, line[4...])).filter { $1.0 != $1.1 }.map(\.0)
                return wrong.isEmpty ? nil : "\(line[2]) \(size) \(Path.name(path)): \(wrong.joined(separator: ", "))"
            case "format":
                let image = try Preset.timm.load(path: path, size: ImageSize(square: 256))
                let channels: [String: SampleFormat.Channels] = [
                    "rgb": .rgb, "bgr": .bgr, "gray": .gray, "yuv444-full": .yuv444(.full),
                    "yuv444-video": .yuv444(.video),
                ]
                guard let kind = channels[line[2]] else { return "a line of the oracle" }
                let formats = [
                    SampleFormat(.tensor(kind, .hwc, .uint8)), SampleFormat(.tensor(kind, .chw, .uint8)),
                    SampleFormat(.tensor(kind, .chw, .float32)),
                    SampleFormat(.tensor(kind, .chw, .float32), isNPY: true),
                ]
                let wrong = zip(formats, line[3...]).filter { $0.bytes(image).map(hash) != $1 }.map(\.0.identifier)
                return wrong.isEmpty ? nil : "\(Path.name(path)): \(wrong.joined(separator: ", "))"
            default:
                return nil
            }
        } catch {
            return "\(line[0]) \(Path.name(path)): \(error)"
        }
    }

    private static func preset(_ name: String) -> Preset? {
        switch name {
        case "custom-bilinear":
            Preset(identifier: name, decoding: DecodingOptions(), sizing: .stretch, kernel: .pillowBilinear, fill: 0)
        case "custom-short":
            Preset(
                identifier: name, decoding: DecodingOptions(), sizing: .shortSide(cropFraction: 0.8),
                kernel: .pillowBilinear, fill: 0)
        default: Preset.named(name)
        }
    }

    private static func hash(_ bytes: [UInt8]) -> String { SHA256.hash(ByteView(bytes)).description }
}

enum ByteViewHash {
    static func of(_ elements: [Float]) -> String { SHA256.hash(ByteView(elements: elements)).description }
}

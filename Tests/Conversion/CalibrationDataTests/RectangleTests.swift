import Imaging
import InputContract
import Support
import Testing
import TestSupport

@Suite("Rectangular inputs")
struct RectangleTests {
    @Test(
        "timm's crop for a rectangle, bit for bit",
        .enabled(
            if: Oracle.python != nil && Shared.folder != nil, "needs the oracle environment and the shared folder"),
        arguments: [(192, 256, 0.9), (256, 192, 0.875), (320, 64, 1.0)])
    func reference(height: Int, width: Int, crop: Double) async throws {
        let images = Path.join(try #require(Shared.folder), "images")
        let output = try await Oracle.run(
            program: "rectangles.py", arguments: [images, String(height), String(width), String(crop)])
        let lines = output.split(separator: "\n")
        #expect(!lines.isEmpty)
        let preset = Preset.timm(cropFraction: crop)
        for line in lines {
            let fields = line.split(separator: "\t")
            let image = try preset.load(
                path: Path.join(images, String(fields[0])), size: ImageSize(height: height, width: width))
            let hash = SHA256.hash(ByteView(image.pixels)).description
            #expect(image.width == width && image.height == height && hash == fields[1], "\(fields[0])")
        }
    }

    @Test("Every preset fills the whole rectangle", arguments: Preset.all)
    func size(_ preset: Preset) {
        let image = RGBImage(width: 7, height: 3) { $0.initialize(repeating: 200) }
        for size in [ImageSize(height: 5, width: 31), ImageSize(height: 31, width: 5)] {
            let result = preset.apply(to: image, size: size)
            #expect(result.width == size.width && result.height == size.height)
        }
    }
}

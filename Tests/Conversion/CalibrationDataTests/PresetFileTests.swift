import CalibrationData
import Diagnostics
import Imaging
import InputContract
import Support
import ImagingTestSupport
import Testing
import TestSupport

@Suite("Presets from files")
struct PresetFileTests {
    private func read(_ text: String) throws -> Preset {
        let folder = TemporaryFolder()
        try AtomicFile.write(text, to: folder("mine.yaml"))
        return try Preset(nameOrPath: folder("mine.yaml"))
    }

    @Test("A file that says what a built-in preset does gives the same pixels, under its own name")
    func equal() throws {
        let custom = try read("name: my-timm\nresize: short-side\ncrop_fraction: 0.95\nkernel: pillow-bicubic\n")
        #expect(custom.identifier == "my-timm" && custom.hash == Preset.timm.hash)
        let board = try read("decode: opencv\nresize: fit\nkernel: opencv-bilinear\nfill: 127\n")
        #expect(board.identifier == "mine" && board.hash == Preset.zooLetterbox.hash)
        let image = Fixture.image(91, 57)
        #expect(
            board.apply(to: image, size: ImageSize(square: 32))
                == Preset.zooLetterbox.apply(to: image, size: ImageSize(square: 32)))
    }

    @Test("Each setting changes the hash")
    func settings() throws {
        let base = "resize: stretch\nkernel: pillow-bicubic\n"
        let others =
            [
                "", "decode: opencv\n", "orientation: true\n", "fill: 9\n",
            ].map { base + $0 } + [
                "resize: fit\nkernel: pillow-bicubic\n", "resize: stretch\nkernel: pillow-bilinear\n",
            ]
        #expect(Set(try others.map { try read($0).hash }).count == others.count)
    }

    @Test(
        "What is wrong in a file is told with its line",
        arguments: [
            ("- a\n", 1), ("resize: stretch\nkernel: pillow-bicubic\nsize: 3\n", 3),
            ("resize: wide\nkernel: pillow-bicubic\n", 1), ("resize: fit\nkernel: x\n", 2),
            ("resize: short-side\ncrop_fraction: 0\nkernel: pillow-bicubic\n", 2), ("kernel: pillow-bicubic\n", nil),
            ("resize: stretch\nkernel: pillow-bicubic\nfill: 256\n", 3), ("resize: stretch\n", nil),
            ("resize: stretch\ncrop_fraction: 0.9\nkernel: pillow-bicubic\n", 2), ("resize: [\n", 2),
            ("name: timm\nresize: stretch\nkernel: pillow-bicubic\n", 1),
            ("resize: stretch\nkernel: pillow-bicubic\norientation: 7\n", 3),
            ("resize: stretch\nresize: fit\nkernel: pillow-bicubic\n", 2), ("", 1),
        ] as [(String, Int?)])
    func mistakes(text: String, line: Int?) throws {
        let error = #expect(throws: PresetError.self) { try read(text) }
        #expect(error?.location?.line == line, "\(error?.description ?? "")")
        #expect(error?.location?.path.hasSuffix("mine.yaml") == true)
    }

    @Test("A name that is neither a preset nor a file is told")
    func unknown() {
        #expect(throws: PresetError.unknown(name: "nonsense")) { try Preset(nameOrPath: "nonsense") }
    }
}

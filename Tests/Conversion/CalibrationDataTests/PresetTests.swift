import CalibrationData
import Imaging
import InputContract
import Support
import ImagingTestSupport
import Testing
import TestSupport

@Suite("Presets and outputs")
struct PresetTests {
    /// These hashes are in manifests of old: a change of a definition needs another name or number in it.
    @Test(
        "The hash of a preset stands",
        arguments: [
            ("timm", "e95eff6d6558d980"),
            ("squash", "74b515ddcb2a168a"),
            ("zoo-direct", "8c1c9571e6219b59"),
            ("zoo-letterbox", "3b5385f49bf19714"), ("shortside-256", "e99a9dbdf62d9296"),
        ])
    func hashes(identifier: String, start: String) throws {
        let preset = try #require(Preset.named(identifier))
        #expect(preset.hash.description.hasPrefix(start), "\(preset.definition)")
    }

    @Test("No two presets share a definition")
    func definitions() {
        #expect(Set(Preset.all.map(\.definition)).count == Preset.all.count)
        #expect(Preset.timm(cropFraction: 0.875).hash != Preset.timm.hash)
        #expect(Preset.named("nonsense") == nil)
    }

    @Test("Every preset makes a square of any picture", arguments: Preset.all, [(1, 1), (2, 900), (900, 2), (31, 17)])
    func squares(preset: Preset, side: (width: Int, height: Int)) {
        for size in [1, 2, 64, 65] {
            let square = preset.apply(to: Fixture.image(side.width, side.height), size: ImageSize(square: size))
            #expect(square.width == size && square.height == size)
        }
    }

    @Test("A flat picture stays flat where it is not filled", arguments: [0, 1, 127, 254, 255] as [UInt8])
    func flat(value: UInt8) {
        let image = RGBImage(width: 37, height: 91, pixels: [UInt8](repeating: value, count: 37 * 91 * 3))
        for preset in [Preset.timm, .squash, .zooDirect] {
            #expect(preset.apply(to: image, size: ImageSize(square: 64)).pixels.allSatisfy { $0 == value })
        }
        let boxed = Preset.zooLetterbox.apply(to: image, size: ImageSize(square: 64))
        #expect(boxed[x: 0, y: 32].red == 127 && boxed[x: 63, y: 32].blue == 127)
        #expect(boxed[x: 32, y: 0].green == value && boxed[x: 32, y: 63].green == value)
    }

    @Test("A tensor gives back its picture, and its elements are planes")
    func tensor() {
        let image = Fixture.image(6, 4)
        let elements = RGBCHW.elements(image)
        #expect(elements.count == 72)
        #expect(elements[24 + 7] == Float(image[x: 1, y: 1].green))
        #expect(RGBCHW.image(elements, width: 6, height: 4) == image)
        #expect(RGBCHW.image(elements, width: 6, height: 5) == nil)
        let odd = RGBCHW.image([.nan, -3, 300, 0.4, 0.6, .infinity], width: 2, height: 1)
        #expect(odd?.pixels == [0, 255, 1, 0, 0, 255])
    }

    @Test(
        "Black, white and the primaries come to the values of BT.601",
        arguments: [
            ([0, 0, 0], [0, 128, 128], [16, 128, 128]), ([255, 255, 255], [255, 128, 128], [235, 128, 128]),
            ([255, 0, 0], [76, 85, 255], [82, 90, 240]), ([0, 0, 255], [29, 255, 107], [41, 240, 110]),
        ] as [([UInt8], [UInt8], [UInt8])])
    func primaries(rgb: [UInt8], full: [UInt8], video: [UInt8]) {
        let image = RGBImage(width: 2, height: 2, pixels: rgb + rgb + rgb + rgb)
        for (range, expected) in [(NV12Range.full, full), (.video, video)] {
            let luma = [UInt8](repeating: expected[0], count: 4)
            #expect(NV12.bytes(image, range: range) == luma + expected[1...])
        }
    }

    @Test("NV12 of an odd side is refused", arguments: NV12Range.allCases)
    func oddSides(range: NV12Range) throws {
        #expect(NV12.bytes(Fixture.image(3, 2), range: range) == nil)
        #expect(NV12.bytes(Fixture.image(2, 3), range: range) == nil)
        #expect(throws: CalibrationError.oddSize(ImageSize(square: 225))) {
            try NV12File.make(image: "none.jpg", preset: .timm, size: ImageSize(square: 225), range: range)
        }
        #expect(throws: CalibrationError.badSize(ImageSize(square: 0))) {
            try NV12File.make(image: "none.jpg", preset: .timm, size: ImageSize(square: 0), range: range)
        }
    }
}

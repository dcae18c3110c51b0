import CalibrationData
import Imaging
import InputContract
import Support
import ImagingTestSupport
import Testing
import TestSupport

@Suite("Formats of samples")
struct FormatTests {
    @Test("The range is part of a recipe's name and hash")
    func range() {
        let full = Recipe(preset: .timm, format: .nv12(.full))
        let video = Recipe(preset: .timm, format: .nv12(.video))
        #expect(full.identifier == "timm-nv12-full" && video.identifier == "timm-nv12-video")
        #expect(full.hash != video.hash && full.hash != Preset.timm.hash)
    }

    /// These are in manifests of old.
    @Test("The hash of a recipe stands")
    func hashes() {
        #expect(Recipe(preset: .timm, format: .rgbCHW).hash.description.hasPrefix("15359c6dd638545b"))
        #expect(Recipe(preset: .zooDirect, format: .nv12(.video)).hash.description.hasPrefix("f87abba385384416"))
    }

    @Test("Aligned rows and planes hold the packed picture, and zeros between", arguments: NV12Range.allCases)
    func alignment(range: NV12Range) throws {
        let image = Fixture.image(20, 6)
        let packed = try #require(NV12.bytes(image, range: range))
        let layout = BufferLayout(rowAlignment: 16, planeAlignment: 256)
        let format = SampleFormat.nv12(range, layout: layout)
        let bytes = try #require(format.bytes(image))
        #expect(layout.stride(width: 20) == 32 && layout.chromaOffset(width: 20, height: 6) == 256)
        #expect(bytes.count == 512)
        for row in 0..<6 { #expect(bytes[row * 32..<row * 32 + 20] == packed[row * 20..<row * 20 + 20]) }
        for row in 0..<3 {
            #expect(bytes[256 + row * 32..<256 + row * 32 + 20] == packed[120 + row * 20..<120 + row * 20 + 20])
        }
        #expect(bytes.count { $0 != 0 } <= packed.count)
        #expect(bytes[192..<256].allSatisfy { $0 == 0 } && bytes[20..<32].allSatisfy { $0 == 0 })
        #expect(
            bytes.withUnsafeBytes { format.picture($0, width: 20, height: 6) }
                == packed.withUnsafeBytes { SampleFormat.nv12(range).picture($0, width: 20, height: 6) })
        #expect(format.identifier == "nv12-\(range.rawValue)-rows16-planes256")
    }

    @Test("What is written is read back as the same picture", arguments: [SampleFormat.Order.chw, .hwc])
    func roundTrip(order: SampleFormat.Order) {
        let image = Fixture.image(8, 6)
        for channels in [SampleFormat.Channels.rgb, .bgr] {
            for element in SampleFormat.Element.allCases {
                for isNPY in [false, true] {
                    let format = SampleFormat(.tensor(channels, order, element), isNPY: isNPY)
                    let bytes = format.bytes(image) ?? []
                    #expect(bytes.withUnsafeBytes { format.picture($0, width: 8, height: 6) } == image)
                    #expect(bytes.dropLast().withUnsafeBytes { format.picture($0, width: 8, height: 6) } == nil)
                }
            }
        }
        // Chroma loses what its rounding takes.
        for range in NV12Range.allCases {
            let format = SampleFormat(.tensor(.yuv444(range), order, .uint8))
            let back = (format.bytes(image) ?? []).withUnsafeBytes { format.picture($0, width: 8, height: 6) }
            let worst = zip(back?.pixels ?? [], image.pixels).map { abs(Int($0) - Int($1)) }.max()
            #expect(worst.map { $0 <= 3 } == true)
        }
    }

    @Test("A model with several inputs gets a folder for each, with files of the same names")
    func severalInputs() async throws {
        let folder = try Fixture.folder(6)
        for index in 0..<5 {
            let values = (0..<10).map { Float($0 + index) }
            let path = folder("states/photo_\(100 + index)")
            if index == 3 {
                guard Oracle.python != nil else { continue }
                _ = try await Oracle.run(program: "float_array.py", arguments: [path + ".npy"])
            } else {
                try AtomicFile.write(values.withUnsafeBytes(Array.init), to: path + ".bin")
            }
        }
        let findings = Findings()
        var request = CalibrationSet.Request(
            images: .folder(folder("images")), preset: .squash, size: 16, count: 4, toolVersion: "test")
        request.inputName = "image"
        request.companions = [FeatureMap(name: "state", folder: folder("states"))]
        let manifest = try await CalibrationSet.make(
            request, at: folder("out"), warn: findings.handler, progress: { _ in })
        #expect(manifest.dataFolder == "image_rgbchw_f32" && manifest.featureMapFolders == ["state": "state_f32"])
        let pictures = try Folder.names(in: folder("out/image_rgbchw_f32")).map(Path.stem)
        let states = try Folder.names(in: folder("out/state_f32")).map(Path.stem)
        #expect(pictures == states && pictures.count == 4)
        for entry in manifest.entries {
            let number = Int(Path.stem(entry.source).suffix(1)) ?? 0
            let map = try #require(entry.featureMaps?.first)
            #expect(
                try ByteView(contentsOf: folder("out/\(map.file)")).elements(as: Float.self)
                    == (0..<10).map { Float($0 + number) })
        }
        // The sixth picture has no state.
        request.count = 6
        await #expect(throws: CalibrationError.self) {
            try await CalibrationSet.make(request, at: folder("out"), warn: { _ in }, progress: { _ in })
        }
    }

    @Test("Feature maps alone are passed through, and other types are refused")
    func featureMaps() async throws {
        let folder = TemporaryFolder()
        for index in 0..<3 {
            let values = [Float](repeating: Float(index), count: 4)
            try AtomicFile.write(values.withUnsafeBytes(Array.init), to: folder("maps/\(index).bin"))
        }
        try AtomicFile.write([1, 2, 3], to: folder("maps/odd.raw"))
        try AtomicFile.write([0x93] + Array("NUMPY".utf8) + [1, 0, 255, 255], to: folder("maps/cut.npy"))
        let request = CalibrationSet.Request(
            .featureMap(FeatureMap(name: "in/put", folder: folder("maps"))), count: 3, toolVersion: "test")
        let findings = Findings()
        let manifest = try await CalibrationSet.make(
            request, at: folder("out"), warn: findings.handler, progress: { _ in })
        #expect(manifest.dataFolder == "in_put_f32" && manifest.layout == "featuremap")
        #expect(Set(manifest.entries.map(\.source)) == ["0.bin", "1.bin", "2.bin"])
    }

    @Test("A file that is cut short gives a picture only where that is asked for", arguments: [true, false])
    func truncated(isPNG: Bool) throws {
        let whole = isPNG ? try Fixture.png(Fixture.image(64, 64)) : try Fixture.jpeg(Fixture.image(64, 64))
        let cut = Array(whole.prefix(whole.count * 3 / 4))
        #expect(throws: ImageError.self) { try Fixture.decode(cut) }
        let image = try Fixture.decode(cut, options: DecodingOptions(allowsTruncated: true))
        #expect(image.width == 64 && image.height == 64)
        let full = try Fixture.decode(whole)
        #expect(image.pixels.prefix(64 * 3 * 8) == full.pixels.prefix(64 * 3 * 8))
        #expect(image.pixels.suffix(64 * 3) != full.pixels.suffix(64 * 3))
        #expect(throws: ImageError.self) {
            try Fixture.decode(Array(whole.prefix(12)), options: DecodingOptions(allowsTruncated: true))
        }
    }
}

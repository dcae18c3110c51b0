import Diagnostics
import Imaging
import InputContract
import Support
import ImagingTestSupport
import Testing
import TestSupport

@Suite("Decoding")
struct DecodingTests {
    @Test("A PNG gives back its pixels, whatever its name", arguments: [(1, 1), (40, 30), (3, 500)])
    func pngRoundTrip(width: Int, height: Int) throws {
        let image = Fixture.image(width, height)
        let folder = TemporaryFolder()
        try AtomicFile.write(try Fixture.png(image), to: folder("photo.JPEG"))
        #expect(try ImageDecoder.decode(path: folder("photo.JPEG")) == image)
    }

    @Test("A JPEG comes close to its pixels", arguments: JPEGEncoder.Subsampling.allCases)
    func jpeg(subsampling: JPEGEncoder.Subsampling) throws {
        let image = RGBImage(width: 64, height: 48, pixels: (0..<64 * 48 * 3).map { UInt8($0 / 64 % 200) })
        let bytes = try JPEGEncoder.encode(image, quality: 95, subsampling: subsampling, path: "test")
        let decoded = try Fixture.decode(bytes)
        #expect(decoded.width == 64 && decoded.height == 48)
        let worst = zip(decoded.pixels, image.pixels).map { abs(Int($0) - Int($1)) }.max()
        #expect(worst.map { $0 < 16 } == true)
    }

    @Test("Every beginning of a JPEG is refused, and none of them crashes")
    func cutJPEG() throws {
        let bytes = try Fixture.jpeg()
        for count in 0..<bytes.count - 1 {
            #expect(throws: ImageError.self, "\(count) bytes") { try Fixture.decode(Array(bytes[..<count])) }
        }
    }

    @Test("Every beginning of a PNG is refused, and none of them crashes")
    func cutPNG() throws {
        let bytes = try Fixture.png()
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: ImageError.self, "\(count) bytes") { try Fixture.decode(Array(bytes[..<count])) }
        }
    }

    @Test("A JPEG cut in its pixels is refused as cut, even with an end marker put back")
    func mendedJPEG() throws {
        let bytes = try Fixture.jpeg(Fixture.image(200, 200))
        for tail in [[], [0xFF, 0xD9]] as [[UInt8]] {
            #expect {
                try Fixture.decode(Array(bytes[..<(bytes.count / 2)]) + tail)
            } throws: { error in
                if case .truncated(path: "test", _)? = error as? ImageError { true } else { false }
            }
        }
    }

    @Test("A damaged byte anywhere gives a picture or an error, never a crash")
    func damage() throws {
        var generator = SplitMix64(seed: 7)
        for bytes in [try Fixture.jpeg(), try Fixture.png()] {
            for index in bytes.indices {
                var damaged = bytes
                damaged[index] ^= UInt8(truncatingIfNeeded: generator.next() | 1)
                do {
                    let options = DecodingOptions(appliesOrientation: true, pixelLimit: 1_000_000)
                    _ = try ImageDecoder.decode(ByteView(damaged), path: "test", options: options)
                } catch {
                    #expect(!error.message.isEmpty)
                }
            }
        }
    }

    @Test("A picture of absurd size is refused before memory is taken for it")
    func bombs() throws {
        #expect(
            throws: ImageError.tooLarge(path: "test", width: 60_000, height: 60_000, limit: 178_956_970)
        ) { try Fixture.decode(Fixture.pngHeader(width: 60_000, height: 60_000)) }
        #expect(
            throws: ImageError.tooLarge(path: "test", width: 65_500, height: 65_500, limit: 178_956_970)
        ) { try Fixture.decode(try Fixture.jpeg(claiming: 65_500, 65_500)) }
        // Within the limit, but more than so few bytes can hold.
        for bytes in [Fixture.pngHeader(width: 13_000, height: 13_000), try Fixture.jpeg(claiming: 13_000, 13_000)] {
            #expect {
                try Fixture.decode(bytes)
            } throws: { error in
                if case .truncated? = error as? ImageError { true } else { false }
            }
        }
        #expect(throws: ImageError.self) { try Fixture.decode(Fixture.pngHeader(width: 0, height: 7)) }
        #expect(throws: ImageError.self) { try Fixture.decode(Fixture.pngHeader(width: .max, height: .max)) }
        #expect(throws: ImageError.self) { try Fixture.decode(try Fixture.jpeg(claiming: 0, 0)) }
    }

    @Test(
        "What is no picture is named",
        arguments: [
            ("", "empty"), ("hello, world\n", "text"), ("GIF89a\u{1}\u{0}", "GIF"), ("%PDF-1.7\u{0}", "PDF"),
            ("RIFF....WEBPVP8 \u{0}", "WebP"), ("\u{1}\u{2}\u{3}", "not a JPEG or PNG"),
        ])
    func others(text: String, word: String) throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(text, to: folder("photo.jpg"))
        let error = #expect(throws: ImageError.self) { try ImageDecoder.decode(path: folder("photo.jpg")) }
        #expect(error?.message.contains(word) == true)
        #expect(error?.location == SourceLocation(path: folder("photo.jpg")))
    }

    @Test("A missing file and a folder are told from broken pictures")
    func unreadable() {
        let folder = TemporaryFolder()
        #expect(throws: ImageError.unreadable(.notFound(path: folder("none.jpg")))) {
            try ImageDecoder.decode(path: folder("none.jpg"))
        }
        #expect(throws: ImageError.unreadable(.notAFile(path: folder.path))) {
            try ImageDecoder.decode(path: folder.path)
        }
    }

    @Test("The EXIF orientation counts only where it is asked for, in both byte orders", arguments: [true, false])
    func orientation(isLittleEndian: Bool) throws {
        let plain = try Fixture.jpeg(Fixture.image(48, 16))
        func word(_ value: UInt16) -> [UInt8] {
            isLittleEndian ? [UInt8(value & 255), UInt8(value >> 8)] : [UInt8(value >> 8), UInt8(value & 255)]
        }
        let long: (UInt16) -> [UInt8] = { isLittleEndian ? word($0) + [0, 0] : [0, 0] + word($0) }
        let exif =
            Array("Exif\0\0".utf8) + Array((isLittleEndian ? "II" : "MM").utf8) + word(42) + long(8) + word(1)
            + word(0x0112) + word(3) + long(1) + word(6) + [0, 0] + long(0)
        let turned = Array(plain[..<2]) + [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif + Array(plain[2...])
        let stored = try Fixture.decode(turned)
        #expect(stored == (try Fixture.decode(plain)))
        let upright = try Fixture.decode(turned, options: DecodingOptions(appliesOrientation: true))
        #expect(upright.width == 16 && upright.height == 48)
        // A quarter clockwise: the lower left corner comes to the upper left.
        #expect(upright[x: 0, y: 0] == stored[x: 0, y: 15])
        #expect(upright[x: 15, y: 0] == stored[x: 0, y: 0])
        #expect(upright[x: 15, y: 47] == stored[x: 47, y: 0])
    }
}

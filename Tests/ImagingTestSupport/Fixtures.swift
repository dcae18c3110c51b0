package import Diagnostics
package import Imaging
package import InputContract
import Support
import Synchronization
package import TestSupport

/// Pictures and files that the tests are made of.
package enum Fixture {
    /// A picture whose every pixel differs from its neighbours.
    package static func image(_ width: Int = 40, _ height: Int = 30, shift: Int = 0) -> RGBImage {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                pixels.append(UInt8(truncatingIfNeeded: x * 5 + shift * 31))
                pixels.append(UInt8(truncatingIfNeeded: y * 7 + shift * 17))
                pixels.append(UInt8(truncatingIfNeeded: (x ^ y) * 3 + shift))
            }
        }
        return RGBImage(width: width, height: height, pixels: pixels)
    }

    package static func jpeg(_ image: RGBImage = image()) throws -> [UInt8] {
        try JPEGEncoder.encode(image, path: "test")
    }

    package static func png(_ image: RGBImage = image()) throws -> [UInt8] {
        try PNGEncoder.encode(image, path: "test")
    }

    /// A folder of `count` different JPEG files.
    package static func folder(_ count: Int) throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        for index in 0..<count {
            try AtomicFile.write(try jpeg(image(shift: index)), to: folder("images/photo_\(100 + index).jpg"))
        }
        return folder
    }

    package static func bytes(of path: String) throws -> [UInt8] {
        let file = try MappedFile(path: path)
        return file.withUnsafeBytes { Array($0) }
    }

    package static func decode(_ bytes: [UInt8], options: DecodingOptions = DecodingOptions()) throws -> RGBImage {
        try ImageDecoder.decode(ByteView(bytes), path: "test", options: options)
    }

    /// The header and nothing else of a PNG of this size.
    package static func pngHeader(width: UInt32, height: UInt32) -> [UInt8] {
        func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
            let body = Array(name.utf8) + data
            return word(UInt32(data.count)) + body + word(crc(body))
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", word(width) + word(height) + [8, 2, 0, 0, 0]) + chunk("IDAT", [0x78, 0x9C])
            + chunk("IEND", [])
    }

    /// The JPEG with another size in its frame header.
    package static func jpeg(claiming width: UInt16, _ height: UInt16) throws -> [UInt8] {
        var bytes = try jpeg()
        for index in 2..<bytes.count - 8 where bytes[index] == 0xFF && bytes[index + 1] == 0xC0 {
            bytes.replaceSubrange(
                index + 5..<index + 9,
                with: [UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)])
            break
        }
        return bytes
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}

/// Collects what a run says about the files that it skips.
package final class Findings: Sendable {
    package init() {}

    private let all = Mutex<[Finding]>([])
    package var messages: [String] { all.withLock { $0.map(\.message) } }
    package var names: [String] { all.withLock { $0.compactMap { $0.location.map { Path.name($0.path) } } } }
    package var handler: @Sendable (Finding) -> Void { { finding in self.all.withLock { $0.append(finding) } } }
}

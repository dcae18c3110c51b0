/// What the markers of a JPEG file say before its pixels: ITU-T T.81, annex B; orientation by EXIF 2.32.
struct JPEGHeader {
    var width = 0
    var height = 0
    /// 1 gray, 3 YCbCr or RGB, 4 CMYK or YCCK.
    var components = 0
    var orientation = Orientation.upright

    private enum Marker {
        static let startOfImage: UInt8 = 0xD8
        static let endOfImage: UInt8 = 0xD9
        static let startOfScan: UInt8 = 0xDA
        static let application1: UInt8 = 0xE1

        static func isStartOfFrame(_ marker: UInt8) -> Bool {
            (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
        }

        /// Markers without a length: RST0...RST7, SOI, EOI, TEM.
        static func standsAlone(_ marker: UInt8) -> Bool { (0xD0...0xD9).contains(marker) || marker == 0x01 }
    }

    /// Reads up to the first scan.
    ///
    /// - Throws: ``ImageError/truncated(path:reason:)`` or ``ImageError/corrupt(path:format:reason:)``.
    init(_ bytes: UnsafeRawBufferPointer, path: String) throws(ImageError) {
        var position = 2
        while let marker = Self.nextMarker(in: bytes, from: &position) {
            if marker == Marker.startOfScan || marker == Marker.endOfImage { break }
            if Marker.standsAlone(marker) { continue }
            guard let length = Self.word(bytes, position), length >= 2, position + length <= bytes.count else {
                throw .truncated(path: path, reason: "the file ends within its header")
            }
            let segment = UnsafeRawBufferPointer(rebasing: bytes[position + 2..<position + length])
            position += length
            if Marker.isStartOfFrame(marker), segment.count >= 6 {
                height = Int(segment[1]) << 8 | Int(segment[2])
                width = Int(segment[3]) << 8 | Int(segment[4])
                components = Int(segment[5])
            } else if marker == Marker.application1, let found = Self.orientation(exif: segment) {
                orientation = found
            }
        }
        guard components > 0 else { throw .truncated(path: path, reason: "the file ends before its image") }
        guard width > 0, height > 0 else {
            throw .corrupt(path: path, format: "JPEG", reason: "the size is \(width) x \(height)")
        }
    }

    /// Whether the file has its end marker: looked for after the scans, so that one in a thumbnail does not count.
    static func reachesEndOfImage(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var position = 2
        while let marker = nextMarker(in: bytes, from: &position) {
            if marker == Marker.endOfImage { return true }
            if Marker.standsAlone(marker) { continue }
            guard let length = word(bytes, position), length >= 2 else { return false }
            position += length
        }
        return false
    }

    /// The next marker's code; `position` is then after it. Entropy-coded data is passed over: in it, 0xFF is
    /// followed by 0.
    private static func nextMarker(in bytes: UnsafeRawBufferPointer, from position: inout Int) -> UInt8? {
        while position + 1 < bytes.count {
            guard bytes[position] == 0xFF, bytes[position + 1] != 0, bytes[position + 1] != 0xFF else {
                position += 1
                continue
            }
            position += 2
            return bytes[position - 1]
        }
        return nil
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int? {
        guard offset >= 0, offset + 1 < bytes.count else { return nil }
        return Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
    }

    /// The orientation in an APP1 segment, if it is EXIF and has one in its first directory.
    static func orientation(exif segment: UnsafeRawBufferPointer) -> Orientation? {
        guard segment.count > 14, segment.starts(with: Array("Exif\0\0".utf8)) else { return nil }
        let tiff = UnsafeRawBufferPointer(rebasing: segment[6...])
        let isLittleEndian: Bool
        switch (tiff[0], tiff[1]) {
        case (0x49, 0x49): isLittleEndian = true
        case (0x4D, 0x4D): isLittleEndian = false
        default: return nil
        }
        func number(_ offset: Int, bytes count: Int) -> Int? {
            guard offset >= 0, offset <= tiff.count - count else { return nil }
            let digits = tiff[offset..<offset + count]
            return isLittleEndian
                ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, bytes: 4), let count = number(directory, bytes: 2) else { return nil }
        for index in 0..<count {
            let entry = directory + 2 + index * 12
            guard let tag = number(entry, bytes: 2) else { return nil }
            if tag == 0x0112 { return number(entry + 8, bytes: 2).flatMap(Orientation.init(rawValue:)) }
        }
        return nil
    }
}

package import Diagnostics
internal import Support

/// The pictures in a tar archive, plain or compressed with gzip.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Extended Header"; GNU tar's long names.
package enum ImageArchive {
    /// How much an archive may hold.
    static let largestFile = 1 << 28
    static let mostFiles = 2_000_000

    /// Writes the pictures to a folder, each under its path in the archive, and gives how many there are. Everything
    /// else, links too, is passed over. The folder appears when it is whole.
    ///
    /// - Throws: ``CalibrationError/badArchive(path:reason:)``, ``CalibrationError/occupied(path:entry:)``,
    ///   ``CalibrationError/noImages(path:)``, ``CalibrationError/file(_:)``, ``CalibrationError/interrupted``.
    @discardableResult
    package static func unpack(
        _ archive: String, to output: String, progress: Progress.Handler
    ) throws -> Int {
        var partial: String?
        do {
            if let entry = try? Folder.names(in: output).first {
                throw CalibrationError.occupied(path: output, entry: entry)
            }
            let file = try MappedFile(path: archive)
            let folder = try Folder.makePartial(for: output)
            partial = folder
            let count = try file.withUnsafeBytes {
                try unpack(Inflater($0), of: archive, to: folder, progress: progress)
            }
            guard count > 0 else { throw CalibrationError.noImages(path: archive) }
            try Folder.replace(output, with: folder)
            return count
        } catch {
            if let partial { try? Folder.remove(partial) }
            switch error {
            case Inflater.Failure.cut: throw CalibrationError.badArchive(path: archive, reason: "it is cut short")
            case Inflater.Failure.broken(let text): throw CalibrationError.badArchive(path: archive, reason: text)
            default: throw error
            }
        }
    }

    private static func unpack(
        _ source: consuming Inflater, of path: String, to folder: String, progress: Progress.Handler
    ) throws -> Int {
        var count = 0
        var entries = 0
        var longName: String?
        while let header = try Header(try source.read(512), path: path) {
            if Task.isCancelled { throw CalibrationError.interrupted }
            entries += 1
            guard entries <= mostFiles else {
                throw CalibrationError.badArchive(path: path, reason: "it holds more than \(mostFiles) files")
            }
            let padding = (512 - header.size % 512) % 512
            switch header.kind {
            case .longName, .extended:
                let data = try body(&source, header.size, limit: 1 << 20, path: path)
                longName = header.kind == .longName ? text(data[...]) : extendedName(data) ?? longName
            case .file:
                let name = longName ?? header.name
                longName = nil
                if let relative = safePath(name), header.size > 0, header.size <= largestFile {
                    let data = try body(&source, header.size, limit: largestFile, path: path)
                    let target = Path.join(folder, relative)
                    try Folder.create(Path.folder(target))
                    try data.withUnsafeBytes { try Folder.writeFile($0, to: target) }
                    count += 1
                    if count % 16 == 0 { progress(Progress("unpacking pictures", completed: count, total: nil)) }
                } else {
                    try skip(&source, header.size, path: path)
                }
            case .other:
                longName = nil
                try skip(&source, header.size, path: path)
            }
            _ = try source.read(padding)
        }
        return count
    }

    private static func body(
        _ source: inout Inflater, _ size: Int, limit: Int, path: String
    ) throws -> [UInt8] {
        guard size <= limit else { throw CalibrationError.badArchive(path: path, reason: "a name in it is too long") }
        // Piece by piece: the size is a claim, and memory is taken only for what is there.
        var data: [UInt8] = []
        while data.count < size {
            let piece = try source.read(min(1 << 20, size - data.count))
            guard !piece.isEmpty else { throw Inflater.Failure.cut }
            data += piece
        }
        return data
    }

    private static func skip(_ source: inout Inflater, _ size: Int, path: String) throws {
        var rest = size
        while rest > 0 {
            let piece = try source.read(min(1 << 20, rest))
            guard !piece.isEmpty else { throw Inflater.Failure.cut }
            rest -= piece.count
        }
    }

    /// The path of a picture, without what leads out of the folder; `nil` for what is no picture.
    static func safePath(_ name: String) -> String? {
        let parts = name.split(separator: "/").filter { $0 != "." }
        guard !parts.isEmpty, parts.count <= 32, !parts.contains(".."), !name.utf8.contains(0), !name.hasSuffix("/"),
            parts.allSatisfy({ !$0.hasPrefix(".") && $0.utf8.count <= 255 }),
            ImageSource.hasImageName(name)
        else { return nil }
        return parts.joined(separator: "/")
    }

    static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// `path` among the records `LENGTH KEY=VALUE\n`.
    private static func extendedName(_ data: [UInt8]) -> String? {
        var position = 0
        while position < data.count {
            guard let space = data[position...].firstIndex(of: UInt8(ascii: " ")),
                let length = Int(String(decoding: data[position..<space], as: UTF8.self)),
                length > space - position + 1,
                length <= data.count - position
            else { return nil }
            let record = String(decoding: data[space + 1..<position + length - 1], as: UTF8.self)
            if record.hasPrefix("path=") { return String(record.dropFirst(5)) }
            position += length
        }
        return nil
    }

    /// The 512 bytes before each file.
    private struct Header {
        enum Kind {
            case file, longName, extended, other
        }

        let name: String
        let size: Int
        let kind: Kind

        /// `nil` at the end: a block of zeros, or nothing.
        init?(_ block: [UInt8], path: String) throws {
            guard block.count == 512 else {
                if block.isEmpty { return nil }
                throw Inflater.Failure.cut
            }
            guard block.contains(where: { $0 != 0 }) else { return nil }
            let sum = block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
            guard Self.number(block[148..<156]) == sum, let size = Self.number(block[124..<136]) else {
                throw CalibrationError.badArchive(path: path, reason: "it is no tar archive, or damaged")
            }
            let prefix =
                ImageArchive.text(block[257..<262]) == "ustar" ? ImageArchive.text(block[345..<500]) : ""
            let own = ImageArchive.text(block[0..<100])
            name = prefix.isEmpty ? own : prefix + "/" + own
            self.size = size
            switch block[156] {
            case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): kind = .file
            case UInt8(ascii: "L"): kind = .longName
            case UInt8(ascii: "x"): kind = .extended
            default: kind = .other
            }
        }

        /// Octal digits, or GNU's binary form for large numbers.
        private static func number(_ field: ArraySlice<UInt8>) -> Int? {
            if let first = field.first, first & 0x80 != 0 {
                guard field.dropFirst().prefix(max(0, field.count - 8)).allSatisfy({ $0 == 0 }), first == 0x80 else {
                    return nil
                }
                let value = field.suffix(7).reduce(0) { $0 << 8 | Int($1) }
                return value
            }
            let digits = field.filter { $0 != 0 && $0 != UInt8(ascii: " ") }
            return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
        }
    }
}

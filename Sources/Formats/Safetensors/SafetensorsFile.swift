package import Support

/// A safetensors file, mapped: nothing of a tensor is read until it is asked for.
///
/// The format (https://github.com/huggingface/safetensors#format): 8 bytes with the header's length,
/// little-endian; the header, in JSON; then the tensors' bytes without gap or overlap.
package struct SafetensorsFile: Sendable {
    package let path: String
    package let file: MappedFile
    /// In the order of the header.
    package let tensors: [WeightTensor]
    /// The texts under `__metadata__`.
    package let metadata: [String: String]

    /// The format's own limit for a header.
    static let maximumHeaderLength = 100_000_000

    /// Maps a file and checks its header: every tensor lies within the file, none overlaps another, and each
    /// is as long as its shape and type say.
    ///
    /// - Throws: `FileError` if it cannot be read, ``SafetensorsError`` if it is something else or malformed.
    package init(path: String) throws {
        let file = try MappedFile(path: path)
        self.file = file
        self.path = path
        let (header, dataStart) = try file.withUnsafeBytes { bytes in
            try Self.header(of: bytes, path: path)
        }
        metadata = header.metadata

        let available = file.count - dataStart
        var tensors: [WeightTensor] = []
        tensors.reserveCapacity(header.entries.count)
        do throws(SafetensorsProblem) {
            for entry in header.entries {
                let type = try Self.checkedType(of: entry, available: available)
                tensors.append(
                    WeightTensor(
                        name: entry.name, type: type, shape: entry.shape,
                        bytes: ByteView(file, dataStart + entry.begin..<dataStart + entry.end)))
            }
            try Self.checkCoverage(header.entries, available: available)
        } catch {
            throw SafetensorsError.malformed(path: path, problem: error)
        }
        self.tensors = tensors
    }

    /// The header, and where the data after it starts.
    private static func header(
        of bytes: UnsafeRawBufferPointer, path: String
    ) throws -> (SafetensorsHeader, dataStart: Int) {
        if let other = ForeignFormat(bytes), other != .safetensors {
            throw SafetensorsError.foreign(path: path, format: other)
        }
        guard bytes.count >= 8 else {
            throw SafetensorsError.malformed(path: path, problem: .tooShort(bytes: bytes.count))
        }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length >= 2, length <= UInt64(Self.maximumHeaderLength), Int(length) <= bytes.count - 8 else {
            throw SafetensorsError.malformed(path: path, problem: .headerLength(length, available: bytes.count - 8))
        }
        let dataStart = 8 + Int(length)
        do {
            return (try SafetensorsHeader(json: UnsafeRawBufferPointer(rebasing: bytes[8..<dataStart])), dataStart)
        } catch {
            throw SafetensorsError.malformed(path: path, problem: .header(error.reason, offset: 8 + error.offset))
        }
    }

    private static func checkedType(
        of entry: SafetensorsHeader.Entry, available: Int
    ) throws(SafetensorsProblem) -> SafetensorsType {
        guard let type = SafetensorsType(rawValue: entry.type) else {
            throw .unknownType(tensor: entry.name, type: entry.type)
        }
        guard let length = checkedProduct([type.byteWidth] + entry.shape) else {
            throw .tooLarge(tensor: entry.name, shape: entry.shape)
        }
        guard entry.begin <= entry.end, entry.end - entry.begin == length else {
            throw .length(
                tensor: entry.name, type: type, shape: entry.shape, expected: length, begin: entry.begin, end: entry.end
            )
        }
        guard entry.end <= available else {
            throw .truncated(tensor: entry.name, end: entry.end, available: available)
        }
        return type
    }

    /// The format wants the tensors to fill the file without gap or overlap.
    private static func checkCoverage(
        _ entries: [SafetensorsHeader.Entry], available: Int
    ) throws(SafetensorsProblem) {
        var position = 0
        for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
            if entry.begin < position { throw .overlap(tensor: entry.name) }
            if entry.begin > position { throw .gap(bytes: entry.begin - position, before: entry.name) }
            position = entry.end
        }
        if position < available { throw .gap(bytes: available - position, before: nil) }
    }
}

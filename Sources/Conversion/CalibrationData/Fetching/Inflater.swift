internal import CZLib

/// Bytes in pieces, out of memory that holds them plain or compressed with gzip.
struct Inflater: ~Copyable {
    enum Failure: Error {
        /// The text is zlib's.
        case broken(String)
        /// The data ends in the midst.
        case cut
    }

    private let source: UnsafeRawBufferPointer
    private let isCompressed: Bool
    private var position = 0
    private var stream: UnsafeMutablePointer<z_stream>
    private var isAtEnd = false

    /// - Parameter source: must outlive this.
    init(_ source: UnsafeRawBufferPointer) {
        self.source = source
        isCompressed = source.starts(with: [0x1F, 0x8B])
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, and 16 for a gzip header.
        if isCompressed, inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) != Z_OK {
            preconditionFailure("zlib has no memory, or is of another version than its header")
        }
    }

    deinit {
        if isCompressed { inflateEnd(stream) }
        stream.deallocate()
    }

    /// Exactly as many bytes; fewer only at the end.
    mutating func read(_ count: Int) throws(Failure) -> [UInt8] {
        guard isCompressed else {
            let part = source[position..<min(source.count, position + count)]
            position += part.count
            return Array(part)
        }
        var out = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count, !isAtEnd {
            filled += try inflate(into: &out, from: filled)
        }
        out.removeLast(count - filled)
        return out
    }

    private mutating func inflate(into out: inout [UInt8], from filled: Int) throws(Failure) -> Int {
        let input = min(source.count - position, 1 << 20)
        let room = min(out.count - filled, 1 << 20)
        let stream = stream
        let source = source
        let position = position
        let status = out.withUnsafeMutableBytes { out in
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: source.baseAddress?.advanced(by: position).assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = UInt32(input)
            stream.pointee.next_out = out.baseAddress?.advanced(by: filled).assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(room)
            return CZLib.inflate(stream, Z_NO_FLUSH)
        }
        let taken = input - Int(stream.pointee.avail_in)
        self.position += taken
        let made = room - Int(stream.pointee.avail_out)
        switch status {
        case Z_STREAM_END:
            // gzip allows one member after another.
            if self.position + 2 < source.count, source[self.position] == 0x1F, source[self.position + 1] == 0x8B {
                inflateReset(stream)
            } else {
                isAtEnd = true
            }
        case Z_OK: if taken == 0 && made == 0 { throw .cut }
        case Z_BUF_ERROR: throw .cut
        default: throw .broken(stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)")
        }
        return made
    }
}

internal import Support

extension Model {
    /// Writes the model into one file, which appears under its name only when it is whole. Payloads go straight from
    /// where they are; equal models give equal bytes.
    ///
    /// - Throws: ``ONNXError/tooLarge(path:bytes:)`` beyond 2 GiB, which protocol buffers cannot hold;
    ///   ``ONNXError/file(_:)`` if the file cannot be written.
    package func write(to path: String) throws(ONNXError) {
        let buffer = ModelEncoder.encode(self)
        guard buffer.count <= Int(Int32.max) else { throw .tooLarge(path: path, bytes: buffer.count) }
        do throws(FileError) {
            var file = try AtomicFile(path: path)
            try buffer.bytes.span.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws(FileError) in
                var position = 0
                for (index, view) in buffer.payloads {
                    try file.write(UnsafeRawBufferPointer(rebasing: bytes[position..<index]))
                    try view.withUnsafeBytes { (payload: UnsafeRawBufferPointer) throws(FileError) in
                        try file.write(payload)
                    }
                    position = index
                }
                try file.write(UnsafeRawBufferPointer(rebasing: bytes[position...]))
            }
            try file.commit()
        } catch {
            throw .file(error)
        }
    }

    /// How many bytes ``write(to:)`` writes.
    package var encodedByteCount: Int { ModelEncoder.encode(self).count }

    /// The model as the bytes of a file.
    package func serialized() -> [UInt8] {
        let buffer = ModelEncoder.encode(self)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(buffer.count)
        var position = 0
        for (index, view) in buffer.payloads {
            bytes += buffer.bytes[position..<index]
            view.withUnsafeBytes { bytes.append(contentsOf: $0) }
            position = index
        }
        bytes += buffer.bytes[position...]
        return bytes
    }
}

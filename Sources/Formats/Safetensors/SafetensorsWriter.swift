package import Support

/// Writes tensors as a safetensors file.
package enum SafetensorsWriter {
    /// Writes a file that is there whole or not at all.
    ///
    /// - Throws: ``FileError``.
    package static func write(_ tensors: [WeightTensor], to path: String) throws {
        var file = try AtomicFile(path: path)
        try emit(tensors) { (bytes: UnsafeRawBufferPointer) throws in try file.write(bytes) }
        try file.commit()
    }

    /// The SHA-256 of the file that ``write(_:to:)`` would make.
    package static func sha256(of tensors: [WeightTensor]) -> SHA256Digest {
        var hasher = SHA256()
        emit(tensors) { hasher.update($0) }
        return hasher.finalize()
    }

    private static func emit<Failure: Error>(
        _ tensors: [WeightTensor], to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let header = header(of: tensors)
        try withUnsafeBytes(of: UInt64(header.count).littleEndian) { (raw: UnsafeRawBufferPointer) throws(Failure) in
            try sink(raw)
        }
        try header.span.withUnsafeBytes { (raw: UnsafeRawBufferPointer) throws(Failure) in try sink(raw) }
        for tensor in tensors {
            try tensor.bytes.withUnsafeBytes { (raw: UnsafeRawBufferPointer) throws(Failure) in try sink(raw) }
        }
    }

    /// The header's JSON, filled up with spaces to a multiple of 8, as the format's own writer does.
    private static func header(of tensors: [WeightTensor]) -> [UInt8] {
        var position = 0
        let entries = tensors.map { tensor in
            let end = position + tensor.bytes.count
            defer { position = end }
            return "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\","
                + "\"shape\":[\(tensor.shape.map(String.init).joined(separator: ","))],"
                + "\"data_offsets\":[\(position),\(end)]}"
        }
        var json = Array("{\(entries.joined(separator: ","))}".utf8)
        while !json.count.isMultiple(of: 8) { json.append(UInt8(ascii: " ")) }
        return json
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

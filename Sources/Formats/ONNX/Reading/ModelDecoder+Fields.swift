internal import COnnxProto
internal import CProtobufC

/// Fields of one message. Each notes a presence that the value does not imply.
extension ModelDecoder {
    /// A text; absent is empty.
    func text(_ pointer: UnsafeMutablePointer<CChar>?, _ field: Int, _ extras: inout UnknownFields) -> String {
        guard let pointer else { return "" }
        if pointer.pointee == 0 { extras.markUnusual(field) }
        return String(cString: pointer)
    }

    /// An integer; absent is 0.
    func integer<Value: BinaryInteger>(
        _ value: Value, _ isPresent: protobuf_c_boolean, _ field: Int, _ extras: inout UnknownFields
    ) -> Int {
        guard isPresent != 0 else { return 0 }
        if value == 0 { extras.markUnusual(field) }
        return Int(truncatingIfNeeded: value)
    }

    func texts(_ pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int) -> [String] {
        UnsafeBufferPointer(start: pointers, count: pointers == nil ? 0 : count).map { pointer in
            pointer.map { String(cString: $0) } ?? ""
        }
    }

    func map<Proto, Value>(
        _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<Proto>?>?, _ count: Int,
        _ decode: (Proto) throws(InvalidMessage) -> Value
    ) throws(InvalidMessage) -> [Value] {
        guard let pointers, count > 0 else { return [] }
        var values: [Value] = []
        values.reserveCapacity(count)
        for index in 0..<count {
            guard let pointer = pointers[index] else { continue }
            values.append(try decode(pointer.pointee))
        }
        return values
    }

    func bytes(_ data: ProtobufCBinaryData) -> [UInt8] {
        Array(UnsafeBufferPointer(start: data.data, count: data.data == nil ? 0 : data.len))
    }

    func numbers<Number>(_ pointer: UnsafeMutablePointer<Number>?, _ count: Int) -> [Number] {
        Array(UnsafeBufferPointer(start: pointer, count: pointer == nil ? 0 : count))
    }

    /// The fields that `onnx.proto` does not name, put back onto the wire.
    func unknownFields(_ message: ProtobufCMessage) -> UnknownFields {
        var result = UnknownFields()
        guard let fields = message.unknown_fields else { return result }
        for field in UnsafeBufferPointer(start: fields, count: Int(message.n_unknown_fields)) {
            var tag = UInt64(field.tag) << 3 | UInt64(field.wire_type.rawValue)
            while tag >= 0x80 {
                result.bytes.append(UInt8(truncatingIfNeeded: tag) | 0x80)
                tag >>= 7
            }
            result.bytes.append(UInt8(tag))
            result.bytes.append(contentsOf: UnsafeBufferPointer(start: field.data, count: field.len))
        }
        return result
    }
}

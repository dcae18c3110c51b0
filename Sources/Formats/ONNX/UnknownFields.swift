/// What a message says beyond its Swift value, so that reading and writing give the same message again.
package struct UnknownFields: Sendable, Hashable {
    /// The fields that our `onnx.proto` does not name, as they lie on the wire. Written back unchanged, so that a newer
    /// model survives.
    var bytes: [UInt8] = []
    /// The fields, one bit a number, that are there or missing against what their value implies: an empty text that is
    /// stated all the same, an integer attribute of 0 that is left out. (Field numbers are below 32.)
    var unusualPresence: UInt32 = 0

    package func isUnusual(_ field: Int) -> Bool { unusualPresence & (1 << UInt32(field)) != 0 }

    package mutating func markUnusual(_ field: Int) { unusualPresence |= 1 << UInt32(field) }
}

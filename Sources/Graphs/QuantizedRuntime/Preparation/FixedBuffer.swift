/// Memory that is written once and then only read: weights, tables, parameters. Aligned to 64 bytes.
///
/// Sendable because it is never written after its initializer.
final class FixedBuffer: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    let byteCount: Int

    /// A copy of elements.
    init<Element: BitwiseCopyable>(_ elements: [Element]) {
        byteCount = elements.count * MemoryLayout<Element>.stride
        pointer = .allocate(byteCount: max(byteCount, 64), alignment: 64)
        elements.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { pointer.copyMemory(from: start, byteCount: bytes.count) }
        }
    }

    deinit { pointer.deallocate() }

    func elements<Element>(as type: Element.Type) -> UnsafeMutablePointer<Element> {
        pointer.assumingMemoryBound(to: type)
    }

    var int8s: UnsafeMutablePointer<Int8> { elements(as: Int8.self) }
    var int16s: UnsafeMutablePointer<Int16> { elements(as: Int16.self) }
    var int32s: UnsafeMutablePointer<Int32> { elements(as: Int32.self) }
    var floats: UnsafeMutablePointer<Float> { elements(as: Float.self) }
}

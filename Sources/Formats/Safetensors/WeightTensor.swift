package import Support

/// One tensor of a weights file: a view of the file's bytes, little-endian, row-major.
package struct WeightTensor: Sendable {
    package var name: String
    package var type: SafetensorsType
    /// Empty for a scalar.
    package var shape: [Int]
    package var bytes: ByteView

    package init(name: String, type: SafetensorsType, shape: [Int], bytes: ByteView) {
        self.name = name
        self.type = type
        self.shape = shape
        self.bytes = bytes
    }

    /// A float32 tensor, in row-major order.
    package init(name: String, shape: [Int], floats: [Float]) {
        self.init(name: name, type: .float32, shape: shape, bytes: ByteView(elements: floats))
    }

    /// The elements, without loss; empty if ``SafetensorsType/isReadable`` is false.
    package func doubles() -> [Double] {
        switch type {
        case .float64: decode(UInt64.self) { Double(bitPattern: $0) }
        case .float32: decode(UInt32.self) { Double(Float(bitPattern: $0)) }
        // The upper half of a float32.
        case .bfloat16: decode(UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
        case .float16: decode(UInt16.self) { Double(Float16(bitPattern: $0)) }
        default: []
        }
    }

    private func decode<Bits: FixedWidthInteger & BitwiseCopyable>(
        _ bits: Bits.Type, _ value: (Bits) -> Double
    ) -> [Double] {
        bytes.withUnsafeBytes { source in
            let width = MemoryLayout<Bits>.size
            let count = source.count / width
            return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
                for index in 0..<count {
                    // A file aligns nothing.
                    let raw = source.loadUnaligned(fromByteOffset: index * width, as: Bits.self)
                    buffer.initializeElement(at: index, to: value(Bits(littleEndian: raw)))
                }
                initialized = count
            }
        }
    }
}

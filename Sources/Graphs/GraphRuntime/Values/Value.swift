internal import CFloatKernels
internal import ONNX

/// A tensor while the graph is computed.
struct Value: Sendable {
    /// The order of the elements in memory.
    enum Order: Sendable, Hashable {
        case rowMajor
        /// `[N, C, pixels...]`, of which the channels are next to each other: what convolutions are fastest on.
        case channelsLast
    }

    /// More axes than any network has.
    static let mostAxes = 12

    let type: ElementType
    let shape: [Int]
    let order: Order
    let buffer: Buffer

    /// Bytes of an element.
    var width: Int { Self.width(of: type) ?? 0 }
    var count: Int { shape.reduce(1, *) }
    var rank: Int { shape.count }

    /// `nil` for the types that cannot be computed with: strings, complex numbers, those narrower than a byte.
    static func width(of type: ElementType) -> Int? {
        switch type {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16, .float16, .bfloat16: 2
        case .float, .int32, .uint32: 4
        case .double, .int64, .uint64: 8
        default: nil
        }
    }

    init(type: ElementType, shape: [Int], order: Order = .rowMajor, buffer: Buffer) {
        self.type = type
        self.shape = shape
        self.order = order
        self.buffer = buffer
    }

    /// A value whose elements are still to be written.
    ///
    /// - Throws: ``RuntimeError/memory(bytes:limit:)``, also for a shape that has no size.
    init(_ type: ElementType, _ shape: [Int], order: Order = .rowMajor, in memory: MemoryPool) throws {
        guard let width = Self.width(of: type), let bytes = Self.byteCount(shape, width: width) else {
            throw RuntimeError.memory(bytes: .max, limit: memory.limit)
        }
        self.init(type: type, shape: shape, order: order, buffer: try memory.allocate(bytes))
    }

    /// `nil` if the product overflows, even where one of the axes is empty, so that strides never do.
    private static func byteCount(_ shape: [Int], width: Int) -> Int? {
        guard shape.count <= mostAxes else { return nil }
        var product = width
        var isEmpty = false
        for size in shape {
            guard size >= 0 else { return nil }
            if size == 0 { isEmpty = true }
            let (next, overflow) = product.multipliedReportingOverflow(by: max(size, 1))
            guard !overflow, next < 1 << 48 else { return nil }
            product = next
        }
        return isEmpty ? 0 : product
    }

    /// Distance of one step along each axis, in elements.
    var strides: [Int] {
        switch order {
        case .rowMajor: return Self.strides(of: shape)
        case .channelsLast:
            let memory = Self.strides(of: [shape[0]] + shape[2...] + [shape[1]])
            return [memory[0], 1] + memory[1..<rank - 1]
        }
    }

    static func strides(of shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return strides
    }

    /// Whether both orders are the same bytes: there is one channel, or one pixel.
    var isOrderless: Bool { rank < 3 || shape[1] <= 1 || shape[2...].allSatisfy { $0 <= 1 } }

    /// The same elements in an order.
    func ordered(_ order: Order, in memory: MemoryPool) throws -> Value {
        if self.order == order { return self }
        if isOrderless { return Value(type: type, shape: shape, order: order, buffer: buffer) }
        let result = try Value(type, shape, order: order, in: memory)
        result.copy(from: self, shape: shape, strides: strides)
        return result
    }

    /// The same bytes as another shape. The order has to be row-major.
    func reshaped(_ shape: [Int]) -> Value { Value(type: type, shape: shape, buffer: buffer) }

    var bytes: UnsafeMutableRawPointer { buffer.pointer }
    var floats: UnsafeMutablePointer<Float> { buffer.pointer.assumingMemoryBound(to: Float.self) }
    var integers: UnsafeMutablePointer<Int64> { buffer.pointer.assumingMemoryBound(to: Int64.self) }

    /// Copies a block of another value into a block of this one. Both offsets are in elements.
    ///
    /// - Parameters:
    ///   - shape: of the block.
    ///   - strides: of the block in `source`; negative ones go backwards.
    ///   - ownStrides: of the block in this value; default: this value's own.
    func copy(
        from source: Value, at sourceOffset: Int = 0, shape: [Int], strides: [Int], to offset: Int = 0,
        ownStrides: [Int]? = nil
    ) {
        guard !shape.contains(0) else { return }
        let order = (ownStrides ?? self.strides)
        // The loops run in the order of the target's memory, so that writing is sequential.
        let axes = shape.indices.sorted { order[$0] == order[$1] ? $0 < $1 : order[$0] > order[$1] }
        let sizes = axes.map { Int64(shape[$0]) } + (axes.isEmpty ? [1] : [])
        let to = axes.map { Int64(order[$0]) } + (axes.isEmpty ? [1] : [])
        let from = axes.map { Int64(strides[$0]) } + (axes.isEmpty ? [1] : [])
        fk_copy(
            width, sizes.count, sizes, bytes + offset * width, to, source.bytes + sourceOffset * width, from)
    }
}

internal import CQuantizedKernels
internal import GraphRuntime
internal import ONNX

/// The element type and sizes of a value, all of which are known before anything is computed.
struct TensorForm: Hashable, Sendable {
    let type: ElementType
    let shape: [Int]

    /// More axes than any network has.
    static let mostAxes = 8
    /// More elements than any value of a network that fits the BPU has; products of sizes stay far from overflowing.
    static let mostElements = 1 << 27

    var count: Int { shape.reduce(1, *) }
    var byteCount: Int { count * (Self.width(of: type) ?? 0) }

    /// `nil` for types that no quantized graph has.
    static func width(of type: ElementType) -> Int? {
        switch type {
        case .int8, .uint8, .bool: 1
        case .int16: 2
        case .int32, .float: 4
        case .int64: 8
        default: nil
        }
    }

    /// - Throws: ``RuntimeError/node(node:problem:)`` for a shape without a size, or of too many elements.
    init(_ type: ElementType, _ shape: [Int], of owner: String) throws {
        guard Self.width(of: type) != nil else {
            throw RuntimeError.node(node: owner, problem: "\(type) is not a type of quantized graphs")
        }
        guard shape.count <= Self.mostAxes else {
            throw RuntimeError.node(node: owner, problem: "\(shape.count) axes are too many")
        }
        var count = 1
        for size in shape {
            guard size >= 1, size <= Self.mostElements, count * size <= Self.mostElements else {
                throw RuntimeError.node(node: owner, problem: "the shape \(shape) is empty or too large")
            }
            count *= size
        }
        self.type = type
        self.shape = shape
    }

    /// The integers of `type` as the kernels number them; `nil` for types that they don't compute with.
    var integerType: qk_type? {
        switch type {
        case .int8: QK_INT8
        case .int16: QK_INT16
        case .int32: QK_INT32
        default: nil
        }
    }
}

extension ElementType {
    /// The signed integers of 8, 16 or 32 bits.
    static func signed(bits: Int) -> ElementType {
        switch bits {
        case 8: .int8
        case 16: .int16
        default: .int32
        }
    }
}

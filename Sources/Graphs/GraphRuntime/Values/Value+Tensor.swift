internal import CFloatKernels
internal import ONNX
internal import Support

extension Value {
    /// A model's tensor as a value: a copy, since payloads in files lie on any address.
    ///
    /// - Throws: `ONNXError` if its payload is not what its shape calls for, `input` for element types that
    ///   cannot be computed with, `memory`.
    init(_ tensor: Tensor, files: ExternalFiles?, in memory: MemoryPool) throws {
        guard Self.width(of: tensor.elementType) != nil, tensor.shape.count <= Self.mostAxes else {
            throw RuntimeError.input(
                name: tensor.name, problem: "the executor does not take \(tensor.elementType) \(tensor.shape)")
        }
        let payload = try tensor.bytes(in: files)
        try self.init(tensor.elementType, tensor.shape, in: memory)
        let target = UnsafeMutableRawBufferPointer(start: bytes, count: buffer.count)
        payload.withUnsafeBytes { target.copyMemory(from: $0) }
        // Any byte but 0 is true; the kernels count on 1.
        if type == .bool { fk_convert(Int32(FK_BOOL), bytes, Int32(FK_BOOL), bytes, count) }
    }

    /// Small integers, as the shape operators give them.
    init(integers: [Int], shape: [Int]? = nil, in memory: MemoryPool) throws {
        try self.init(.int64, shape ?? [integers.count], in: memory)
        for (index, value) in integers.enumerated() { self.integers[index] = Int64(value) }
    }

    /// The value as a tensor, row-major.
    func tensor(named name: String, in memory: MemoryPool) throws -> Tensor {
        let plain = try ordered(.rowMajor, in: memory)
        let bytes = [UInt8](UnsafeRawBufferPointer(start: plain.bytes, count: plain.buffer.count))
        return Tensor(name: name, shape: shape, elementType: type, data: .raw(ByteView(bytes)))
    }

    /// The same elements as another type.
    func converted(to type: ElementType, in memory: MemoryPool) throws -> Value {
        if type == self.type { return self }
        let result = try Value(type, shape, order: order, in: memory)
        fk_convert(type.rawValue, result.bytes, self.type.rawValue, bytes, count)
        return result
    }
}

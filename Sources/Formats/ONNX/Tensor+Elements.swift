package import Support

/// Elements as numbers, whichever form the tensor keeps them in.
extension Tensor {
    /// The payload as `raw_data` would hold it: little-endian, row-major. Views where possible, a copy for the typed forms.
    ///
    /// - Parameter files: where external data lies: `model.externalFiles`.
    /// - Throws: ``ONNXError``: `tensor` if the size does not fit shape and element type, `externalData` if it cannot be had.
    package func bytes(in files: ExternalFiles? = nil) throws(ONNXError) -> ByteView {
        let view: ByteView
        switch data {
        case .raw(let bytes): view = bytes
        case .external(let external):
            guard let files else {
                throw .externalData(
                    tensor: name, location: external.location, problem: "the model came from memory, not from a folder")
            }
            view = try files.bytes(of: external, tensor: name)
        case .floats(let values): view = ByteView(elements: values)
        case .doubles(let values): view = ByteView(elements: values)
        case .int64s(let values): view = ByteView(elements: values)
        case .uint64s(let values):
            view =
                elementType == .uint32
                ? ByteView(elements: values.map { UInt32(truncatingIfNeeded: $0) }) : ByteView(elements: values)
        case .int32s(let values): view = narrowed(values)
        case .strings: throw .tensor(name: name, problem: "strings have no payload of numbers")
        }
        if let problem = sizeProblem(payload: view.count) { throw .tensor(name: name, problem: problem) }
        return view
    }

    /// How many bytes `raw_data` has to have; `nil` for strings, and if that overflows.
    package var payloadByteCount: Int? {
        guard let count = elementCount, let width = elementType.bitWidth, let bits = checkedProduct([count, width])
        else { return nil }
        return bits / 8 + (bits.isMultiple(of: 8) ? 0 : 1)
    }

    func sizeProblem(payload count: Int) -> String? {
        guard elementType.bitWidth != nil else { return "\(elementType) has no elements of a fixed width" }
        guard let expected = payloadByteCount else { return "the shape \(shape) has no size" }
        return count == expected ? nil : "\(elementType) \(shape) needs \(expected) bytes, found \(count)"
    }

    /// The elements of `int32_data`, each as wide as the element type says.
    private func narrowed(_ values: [Int32]) -> ByteView {
        switch elementType.bitWidth {
        // Below a byte, an entry holds as many elements as a byte does.
        case 2, 4, 8: ByteView(values.map { UInt8(truncatingIfNeeded: $0) })
        case 16: ByteView(elements: values.map { UInt16(truncatingIfNeeded: $0) })
        default: ByteView(elements: values)
        }
    }

    /// One byte an element, where several share one: the first is in the lowest bits.
    private func unpacked(_ view: ByteView) -> [UInt8] {
        let bytes = view.elements(as: UInt8.self)
        guard let width = elementType.bitWidth, width < 8, let count = elementCount else { return bytes }
        let perByte = 8 / width
        return (0..<count).map { bytes[$0 / perByte] >> ($0 % perByte * width) & (1 << width - 1) }
    }

    /// The elements as float32, row-major. From every type of real numbers with a fraction.
    ///
    /// - Throws: ``ONNXError``, as ``bytes(in:)`` does, and `tensor` if it has another element type.
    package func floats(in files: ExternalFiles? = nil) throws(ONNXError) -> [Float] {
        let view = try bytes(in: files)
        switch elementType {
        case .float: return view.elements(as: Float.self)
        case .double: return view.elements(as: Double.self).map { Float($0) }
        case .float16: return view.elements(as: UInt16.self).map { Float(Float16(bitPattern: $0)) }
        case .bfloat16: return view.elements(as: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
        case .float8e8m0: return view.elements(as: UInt8.self).map(NarrowFloat.powerOfTwo)
        default:
            guard let format = NarrowFloat(elementType) else {
                throw .tensor(name: name, problem: "expected floating-point elements, found \(elementType)")
            }
            return unpacked(view).map { format.value($0) }
        }
    }

    /// The elements as integers, row-major. From every integer type up to 64 bits but uint64 above Int64's range, and bool.
    ///
    /// - Throws: ``ONNXError``, as ``bytes(in:)`` does, and `tensor` if it has another element type.
    package func integers(in files: ExternalFiles? = nil) throws(ONNXError) -> [Int64] {
        let view = try bytes(in: files)
        switch elementType {
        case .int64: return view.elements(as: Int64.self)
        case .int32: return view.elements(as: Int32.self).map { Int64($0) }
        case .int16: return view.elements(as: Int16.self).map { Int64($0) }
        case .int8: return view.elements(as: Int8.self).map { Int64($0) }
        case .uint32: return view.elements(as: UInt32.self).map { Int64($0) }
        case .uint16: return view.elements(as: UInt16.self).map { Int64($0) }
        case .uint8, .bool: return view.elements(as: UInt8.self).map { Int64($0) }
        case .uint4, .uint2: return unpacked(view).map { Int64($0) }
        case .int4: return unpacked(view).map { Int64($0) - ($0 >= 8 ? 16 : 0) }
        case .int2: return unpacked(view).map { Int64($0) - ($0 >= 2 ? 4 : 0) }
        case .uint64:
            return try view.elements(as: UInt64.self).map { (value) throws(ONNXError) in
                guard let integer = Int64(exactly: value) else {
                    throw .tensor(name: name, problem: "\(value) does not fit into 64 bits with a sign")
                }
                return integer
            }
        default: throw .tensor(name: name, problem: "expected integers, found \(elementType)")
        }
    }
}

extension Model {
    /// The files next to the model that its tensors may keep their payloads in.
    package var externalFiles: ExternalFiles? { origin.externalFiles }

    /// The payload of one of the model's tensors. See ``Tensor/bytes(in:)``.
    package func bytes(of tensor: Tensor) throws(ONNXError) -> ByteView { try tensor.bytes(in: externalFiles) }

    /// The elements of one of the model's tensors. See ``Tensor/floats(in:)``.
    package func floats(of tensor: Tensor) throws(ONNXError) -> [Float] { try tensor.floats(in: externalFiles) }

    /// The elements of one of the model's tensors. See ``Tensor/integers(in:)``.
    package func integers(of tensor: Tensor) throws(ONNXError) -> [Int64] { try tensor.integers(in: externalFiles) }
}

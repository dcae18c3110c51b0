package import ONNX
internal import Support

/// The constants of a graph by name. Some are tensors of the file, some are weights in double precision that passes made.
package struct ConstantTable {
    private enum Entry {
        case tensor(Tensor)
        case exact(shape: [Int], [Double])
    }

    private var entries: [String: Entry] = [:]
    /// In the order in which they came; may name some that are gone.
    private var order: [String] = []
    private let files: ExternalFiles?

    package init() { files = nil }

    package init(_ tensors: [Tensor], files: ExternalFiles?) {
        self.files = files
        for tensor in tensors { insert(tensor) }
    }

    package mutating func insert(_ tensor: Tensor) {
        if entries.updateValue(.tensor(tensor), forKey: tensor.name) == nil { order.append(tensor.name) }
    }

    package mutating func insert(_ name: String, shape: [Int], _ values: [Double]) {
        if entries.updateValue(.exact(shape: shape, values), forKey: name) == nil { order.append(name) }
    }

    package mutating func remove(_ name: String) { entries[name] = nil }
    package func contains(_ name: String) -> Bool { entries[name] != nil }

    /// In the order in which they came.
    package var names: [String] {
        var seen: Set<String> = []
        return order.filter { entries[$0] != nil && seen.insert($0).inserted }
    }

    package func shape(_ name: String) -> [Int]? {
        switch entries[name] {
        case nil: nil
        case .tensor(let tensor): tensor.shape
        case .exact(let shape, _): shape
        }
    }

    package func elementType(_ name: String) -> ElementType? {
        switch entries[name] {
        case nil: nil
        case .tensor(let tensor): tensor.elementType
        case .exact: .float
        }
    }

    /// The constant as a tensor of the file's type.
    package func tensor(_ name: String) -> Tensor? {
        switch entries[name] {
        case nil: nil
        case .tensor(let tensor): tensor
        case .exact(let shape, let values): Tensor(name: name, shape: shape, floats: values.map { Float($0) })
        }
    }

    /// The constant with its payload at hand, wherever the file keeps it.
    package func resolved(_ name: String) -> Tensor? {
        guard var tensor = tensor(name) else { return nil }
        guard case .external = tensor.data else { return tensor }
        guard let view = try? tensor.bytes(in: files) else { return nil }
        tensor.data = .raw(view)
        return tensor
    }

    package func byteCount(_ name: String) -> Int? {
        switch entries[name] {
        case nil: nil
        case .tensor(let tensor): tensor.payloadByteCount
        case .exact(_, let values): values.count * 4
        }
    }

    /// The elements of a float32 constant; `nil` if it is none, or cannot be read.
    package func doubles(_ name: String) -> [Double]? {
        switch entries[name] {
        case nil: nil
        case .exact(_, let values): values
        case .tensor(let tensor):
            // In one pass: weights of a hundred megabytes come through here.
            floatBytes(tensor)?.withUnsafeBytes { bytes in
                (0..<bytes.count / 4).map { Double(bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self)) }
            }
        }
    }

    /// Whether the elements of a float32 constant can be had. They are not touched.
    package func hasElements(_ name: String) -> Bool {
        switch entries[name] {
        case nil: false
        case .exact: true
        case .tensor(let tensor): floatBytes(tensor) != nil
        }
    }

    private func floatBytes(_ tensor: Tensor) -> ByteView? {
        tensor.elementType == .float ? try? tensor.bytes(in: files) : nil
    }

    /// The elements of a small integer constant.
    package func integers(_ name: String) -> [Int]? {
        guard case .tensor(let tensor) = entries[name], (tensor.elementCount ?? .max) <= 1 << 16,
            let values = try? tensor.integers(in: files)
        else { return nil }
        return values.map { Int($0) }
    }

    /// The only element of a float32 constant.
    package func scalar(_ name: String) -> Double? {
        guard let shape = shape(name), shape.allSatisfy({ $0 == 1 }) else { return nil }
        return doubles(name)?.first
    }

    /// The elements of a small constant, whichever numbers they are.
    package func elements(_ name: String, atMost limit: Int) -> [Double]? {
        guard let shape = shape(name), shape.allSatisfy({ $0 <= limit }),
            shape.reduce(1, { min($0 * $1, limit + 1) }) <= limit
        else { return nil }
        return doubles(name) ?? integers(name)?.map { Double($0) }
    }

    /// The payload of a small constant, as the file will hold it.
    package func payload(_ name: String) -> [UInt8]? {
        guard let tensor = tensor(name), let view = try? tensor.bytes(in: files) else { return nil }
        return view.elements(as: UInt8.self)
    }

    /// All of them, rounded, and in the file itself wherever they were.
    ///
    /// - Throws: ``GraphEditingError/overflow(tensor:)``; `ONNXError` if a file next to the model cannot be read.
    package func tensors() throws -> [Tensor] {
        var tensors: [Tensor] = []
        for name in names {
            guard var tensor = tensor(name) else { continue }
            if case .external = tensor.data {
                tensor.data = .raw(try tensor.bytes(in: files))
            }
            if case .exact(_, let values) = entries[name],
                values.contains(where: { $0.isFinite && !Float($0).isFinite })
            {
                throw GraphEditingError.overflow(tensor: name)
            }
            tensors.append(tensor)
        }
        return tensors
    }

    /// All of them as shape inference wants them: elements only where they are few.
    package func outlines() -> [Tensor] {
        names.compactMap { name in
            if case .exact(let shape, let values) = entries[name], values.count > 64 {
                return Tensor(name: name, shape: shape, elementType: .float, data: .floats([]))
            }
            return tensor(name)
        }
    }
}

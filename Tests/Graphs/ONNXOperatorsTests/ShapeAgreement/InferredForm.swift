@testable import ONNX

/// A type as onnx infers it. Sizes that onnx makes up a name for are unknown.
indirect enum InferredForm: Decodable, Sendable {
    case tensor(Int32, shape: [Size]?)
    case sparse(Int32, shape: [Size]?)
    case sequence(InferredForm?)
    case optional(InferredForm?)
    case map(key: Int32, value: InferredForm?)
    case opaque

    enum Size: Decodable, Sendable, Equatable {
        case number(Int)
        case name(String)
        case unknown

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .unknown
            } else if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .name(try container.decode(String.self))
            }
        }
    }

    private enum Key: String, CodingKey { case tensor, sparse, shape, sequence, optional, key, value }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func shape() throws -> [Size]? { try container.decodeIfPresent([Size].self, forKey: .shape) }
        if let type = try container.decodeIfPresent(Int32.self, forKey: .tensor) {
            self = .tensor(type, shape: try shape())
        } else if let type = try container.decodeIfPresent(Int32.self, forKey: .sparse) {
            self = .sparse(type, shape: try shape())
        } else if container.contains(.sequence) {
            self = .sequence(try container.decodeIfPresent(InferredForm.self, forKey: .sequence))
        } else if container.contains(.optional) {
            self = .optional(try container.decodeIfPresent(InferredForm.self, forKey: .optional))
        } else if let key = try container.decodeIfPresent(Int32.self, forKey: .key) {
            self = .map(key: key, value: try container.decodeIfPresent(InferredForm.self, forKey: .value))
        } else {
            self = .opaque
        }
    }

    /// Whether our type says at least as much, and nothing else.
    func isMet(by own: ValueType?) -> Bool {
        switch (self, own) {
        case (.tensor(0, nil), nil): true
        case (.tensor(let type, let shape), .tensor(let ownType, let ownShape)),
            (.sparse(let type, let shape), .sparseTensor(let ownType, let ownShape)):
            (type == 0 || type == ownType.rawValue) && Self.isMet(shape, by: ownShape)
        case (.sequence(let element), .sequence(let ownElement)), (.optional(let element), .optional(let ownElement)):
            element?.isMet(by: ownElement) ?? true
        case (.map(let key, let value), .map(let ownKey, let ownValue)):
            key == ownKey.rawValue && value?.isMet(by: ownValue) ?? true
        case (.opaque, .opaque): true
        default: false
        }
    }

    private static func isMet(_ shape: [Size]?, by own: [Dimension]?) -> Bool {
        guard let shape else { return true }
        guard let own, own.count == shape.count else { return false }
        return zip(shape, own).allSatisfy { size, ownSize in
            switch size {
            case .unknown: true
            // No axis has a negative size: ours is unknown then.
            case .number(let number): number < 0 || ownSize == .fixed(number)
            case .name(let name): ownSize == .symbolic(name) || ownSize.size != nil
            }
        }
    }

    /// Whether a size of 0, or a single axis, is all that our type does not say.
    func isMetButForZeros(by own: ValueType?) -> Bool {
        guard case .tensor(let type, let shape?) = self else { return false }
        if shape.count == 1, own?.shape == nil, own?.elementType?.rawValue == type { return true }
        return InferredForm.tensor(type, shape: shape.map { $0 == .number(0) ? .unknown : $0 }).isMet(by: own)
    }

    var text: String {
        func text(_ size: Size) -> String {
            switch size {
            case .number(let number): "\(number)"
            case .name(let name): name
            case .unknown: "?"
            }
        }
        func text(_ shape: [Size]?) -> String {
            shape.map { "[\($0.map { text($0) }.joined(separator: ", "))]" } ?? "of unknown rank"
        }
        switch self {
        case .tensor(let type, let shape): return "\(ElementType(rawValue: type)?.description ?? "?") \(text(shape))"
        case .sparse(let type, let shape): return "sparse \(type) \(text(shape))"
        case .sequence(let element): return "a sequence of \(element?.text ?? "?")"
        case .optional(let element): return "an optional \(element?.text ?? "?")"
        case .map(let key, let value): return "a map from \(key) to \(value?.text ?? "?")"
        case .opaque: return "opaque"
        }
    }
}

/// How an operator may be called: how many inputs and outputs, and which attributes.
struct OperatorSignature: Sendable, Equatable {
    var inputs: ClosedRange<Int>
    var outputs: ClosedRange<Int>
    var attributes: [String: OperatorAttribute]
}

/// An attribute of an operator.
struct OperatorAttribute: Sendable, Equatable {
    var kind: AttributeKind
    var isRequired: Bool
}

/// The operators of the default domain, by opset.
///
/// The facts (names, opsets, counts, attributes) are those of the operator schemas of onnx 1.23.
struct OperatorTable: Sendable {
    /// The newest opset that the table knows.
    static let newestOpset = 28
    static let standard = OperatorTable(fromAToL + "\n" + fromMToZ)

    /// How an operator may be called in an opset.
    enum Entry: Sendable, Equatable {
        case signature(OperatorSignature)
        /// Taken out of the domain in this opset.
        case removed(since: Int)
        /// Not there yet.
        case future(since: Int)
    }

    private enum Version: Sendable {
        case signature(OperatorSignature)
        case removed
    }

    /// Ascending by opset.
    private var versions: [String: [(opset: Int, version: Version)]] = [:]

    /// `nil` if no opset has such an operator.
    func entry(_ name: String, opset: Int) -> Entry? {
        guard let versions = versions[name], let first = versions.first else { return nil }
        guard let current = versions.last(where: { $0.opset <= opset }) else { return .future(since: first.opset) }
        switch current.version {
        case .signature(let signature): return .signature(signature)
        case .removed: return .removed(since: current.opset)
        }
    }

    /// Parses lines as `Tools/generate-operator-table.py` writes them.
    init(_ text: String) {
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
            guard words.count >= 3, let opset = Int(words[1]) else {
                preconditionFailure("a line of the operator table is broken")
            }
            versions[words[0], default: []].append((opset, Self.version(words[2...])))
        }
    }

    private static func version(_ words: ArraySlice<String>) -> Version {
        if words.first == "deprecated" { return .removed }
        var attributes: [String: OperatorAttribute] = [:]
        for word in words.dropFirst(2) {
            let isRequired = word.hasPrefix("!")
            let name = word.dropFirst(isRequired ? 1 : 0).dropLast(2)
            guard let letter = word.last, let kind = kinds[letter] else {
                preconditionFailure("an attribute in the operator table is broken")
            }
            attributes[String(name)] = OperatorAttribute(kind: kind, isRequired: isRequired)
        }
        return .signature(
            OperatorSignature(
                inputs: range(words[words.startIndex]), outputs: range(words[words.startIndex + 1]),
                attributes: attributes))
    }

    /// `3`, `1-4`, or `2-` for any number from two on.
    private static func range(_ text: String) -> ClosedRange<Int> {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let low = Int(parts[0]) else { preconditionFailure("a count in the operator table is broken") }
        guard parts.count == 2 else { return low...low }
        return low...(Int(parts[1]) ?? Int.max)
    }

    private static let kinds: [Character: AttributeKind] = [
        "f": .float, "i": .integer, "s": .string, "t": .tensor, "g": .graph, "F": .floats, "I": .integers,
        "S": .strings, "T": .tensors, "G": .graphs, "p": .sparseTensor, "P": .sparseTensors, "y": .type, "Y": .types,
    ]
}

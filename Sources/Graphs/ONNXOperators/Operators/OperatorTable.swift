package import ONNX

/// The operators of the standard's default domain in each opset up to ``newestOpset``: the schemas of onnx 1.23.
///
/// The other domains of the standard (classical learning, training, previews) and later opsets are left out, since no
/// exporter of CNNs writes them.
///
/// The text that `Tools/generate-operator-table.py` writes is scanned once, when the first operator is looked up, and an
/// operator's line is parsed when it is asked for.
package struct OperatorTable: Sendable {
    package static let newestOpset = 25
    /// Operators that onnx once had on trial in the default domain and lets through still, without a schema.
    package static let experimental: Set<String> = [
        "ATen", "Affine", "ConstantFill", "Crop", "DynamicSlice", "GRUUnit", "GivenTensorFill", "ImageScaler",
        "ParametricSoftplus", "Scale", "ScaledTanh",
    ]

    package static let standard = OperatorTable([typeSets, fromAToC, fromDToK, fromLToQ, fromRToR, fromSToZ])

    /// What there is of an operator in an opset.
    package enum Entry: Sendable, Equatable {
        case signature(OperatorSchema)
        /// Taken out of the domain.
        case removed(since: Int)
        /// Not there yet.
        case future(since: Int)
    }

    /// Bytes of the table, which live as long as the program.
    package typealias Text = UnsafeBufferPointer<UInt8>

    private struct Line: @unchecked Sendable {
        var opset: Int
        /// What follows the opset.
        var signature: Slice<Text>
    }

    /// By name, each ascending by opset.
    private var lines: [String: [Line]] = [:]
    private var sets: [TypeSet] = []

    package init(_ texts: [StaticString]) {
        for text in texts {
            let bytes = Text(start: text.utf8Start, count: text.utf8CodeUnitCount)
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                if line.first == UInt8(ascii: "%") { sets.append(Self.typeSet(line)) } else { add(line) }
            }
        }
    }

    private mutating func add(_ line: Slice<Text>) {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        let name = String(decoding: parts[0], as: UTF8.self)
        var versions = lines[name, default: []]
        guard parts.count >= 2, let signature = parts.count > 2 ? parts[2] : versions.last?.signature else {
            preconditionFailure("a line of the operator table is broken")
        }
        versions.append(Line(opset: OperatorLineParser.number(parts[1]), signature: signature))
        lines[name] = versions
    }

    private static func typeSet(_ line: Slice<Text>) -> TypeSet {
        var set = TypeSet()
        for word in line.split(separator: UInt8(ascii: " ")).dropFirst() {
            guard let letter = word.first,
                let mask = UInt32(String(decoding: word.dropFirst(), as: UTF8.self), radix: 16)
            else { preconditionFailure("a set of types in the operator table is broken") }
            set.set(mask, for: letter)
        }
        return set
    }

    /// `nil` if no opset has such an operator. Opsets after ``newestOpset`` have the operators of that one.
    package func entry(_ name: String, opset: Int) -> Entry? {
        guard let versions = lines[name], let first = versions.first else { return nil }
        guard let current = versions.last(where: { $0.opset <= opset }) else { return .future(since: first.opset) }
        if current.signature.elementsEqual("gone".utf8) { return .removed(since: current.opset) }
        return .signature(OperatorLineParser(sets: sets).schema(current.signature, since: current.opset))
    }

    /// The operators that some opset has.
    package var names: [String] { lines.keys.sorted() }
}

/// The entries that a model uses, each parsed once.
package final class OperatorEntries {
    private struct Key: Hashable {
        var name: String
        var opset: Int
    }

    private var entries: [Key: OperatorTable.Entry?] = [:]

    package init() {}

    /// See ``OperatorTable/entry(_:opset:)``.
    func entry(_ name: String, opset: Int) -> OperatorTable.Entry? {
        let key = Key(name: name, opset: opset)
        if let known = entries[key] { return known }
        let entry = OperatorTable.standard.entry(name, opset: opset)
        entries[key] = .some(entry)
        return entry
    }

    /// `nil` for other domains too. The default one goes by its empty name only, as in onnx.
    package func entry(_ node: Node, opset: Int) -> OperatorTable.Entry? {
        node.domain.isEmpty ? entry(node.operatorType, opset: opset) : nil
    }

    /// The schema, if the operator has one that holds.
    package func schema(_ node: Node, opset: Int) -> OperatorSchema? {
        if case .signature(let schema) = entry(node, opset: opset) { schema } else { nil }
    }
}

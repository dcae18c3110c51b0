extension Node {
    /// Whether both mean the same to a program that reads them with PyYAML: the order of a mapping, styles, comments,
    /// anchors and places do not count, and of a duplicate key only the last value does.
    package func hasSameMeaning(as other: Node) -> Bool {
        switch (content, other.content) {
        case (.scalar(let first), .scalar(let second)): return first.hasSameMeaning(as: second)
        case (.sequence(let first), .sequence(let second)):
            return first.count == second.count && zip(first, second).allSatisfy { $0.hasSameMeaning(as: $1) }
        case (.mapping(let first), .mapping(let second)):
            let (mine, others) = (first.meaning, second.meaning)
            return mine.count == others.count
                && mine.allSatisfy { key, value in others[key]?.hasSameMeaning(as: value) ?? false }
        default: return false
        }
    }
}

extension Scalar {
    fileprivate func hasSameMeaning(as other: Scalar) -> Bool {
        switch (value, other.value) {
        case (.float(let first), .float(let second)): first == second || (first.isNaN && second.isNaN)
        case (.string, .string), (.timestamp, .timestamp), (.binary, .binary), (.bigInteger, .bigInteger):
            text == other.text
        default: value == other.value
        }
    }
}

extension Mapping {
    /// What counts: of several entries with one key, the last.
    fileprivate var meaning: [ScalarValue.Key: Node] {
        var meaning: [ScalarValue.Key: Node] = [:]
        meaning.reserveCapacity(entries.count)
        for entry in entries {
            guard let key = entry.key.scalar else { continue }
            meaning[ScalarValue.Key(key)] = entry.value
        }
        return meaning
    }
}

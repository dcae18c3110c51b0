internal import YAML

/// The quoted and block scalars of a document, in which `#` and tabs are text.
struct QuotedText {
    /// In the order of the text.
    private var spans: [(start: Mark, end: Mark)] = []

    init(_ document: YAMLDocument) {
        var stack = [document.root]
        while let node = stack.popLast() {
            if node.isAlias { continue }
            switch node.content {
            case .scalar(let scalar):
                if scalar.style != .plain { spans.append((node.start, node.end)) }
            case .sequence(let nodes): stack += nodes
            case .mapping(let mapping):
                for entry in mapping.entries where !entry.isMerged { stack += [entry.key, entry.value] }
            }
        }
        spans.sort { $0.start < $1.start }
    }

    /// Whether a place lies inside of one, between its quotes.
    func contains(_ mark: Mark) -> Bool {
        // The last that begins before the place.
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].start < mark { low = middle + 1 } else { high = middle }
        }
        return low > 0 && mark < spans[low - 1].end
    }

    /// The index of the `#` that begins the comment of a line; `nil` if it has none.
    func comment(inLine number: Int, _ line: ArraySlice<UInt8>) -> Int? {
        var column = 0
        var before: UInt8 = 0x20
        for index in line.indices {
            let byte = line[index]
            if byte & 0xC0 != 0x80 { column += 1 }
            if byte == UInt8(ascii: "#"), before == 0x20 || before == 0x09,
                !contains(Mark(line: number, column: column))
            {
                return index
            }
            before = byte
        }
        return nil
    }
}

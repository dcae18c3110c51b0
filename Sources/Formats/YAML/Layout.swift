/// Where the entries of a document are in its bytes, and what has to be written where to change them.
struct Layout {
    private let document: YAMLDocument
    private let table: LineTable

    init(_ document: YAMLDocument) {
        self.document = document
        table = LineTable(document.source.bytes)
    }

    private var bytes: [UInt8] { table.bytes }

    // MARK: The way to a key

    /// The entries along a path, as far as they are there.
    func follow(_ path: [String]) throws(YAMLEditError) -> [Int] {
        var indices: [Int] = []
        var node = document.root
        for (depth, name) in path.enumerated() {
            guard !node.isAlias else { throw .shared(place(node.start)) }
            guard let mapping = node.mapping else {
                if node.isNull { return indices }
                throw .notAMapping(place(node.start))
            }
            let own = mapping.entries.lastIndex { !$0.isMerged && $0.key.string == name }
            guard let own else { return indices }
            indices.append(own)
            node = mapping.entries[own].value
            // An anchor above the key: whatever names it changes too.
            if depth + 1 < path.count, node.anchor != nil { throw .shared(place(node.start)) }
        }
        return indices
    }

    // MARK: What to write

    func setting(_ path: [String], at indices: [Int], to value: String) throws(YAMLEditError) -> TextEdit {
        var node = document.root
        var entry: Mapping.Entry?
        for index in indices {
            guard let mapping = node.mapping else { break }
            entry = mapping.entries[index]
            node = mapping.entries[index].value
        }
        let missing = Array(path.dropFirst(indices.count))
        if missing.isEmpty, let entry { return try replacing(entry, by: value) }
        return try adding(missing, value, to: node, of: entry)
    }

    /// The value of an entry, by another one.
    func replacing(_ entry: Mapping.Entry, by text: String) throws(YAMLEditError) -> TextEdit {
        let value = entry.value
        guard value.isAlias || value.anchor == nil else { throw .shared(place(value.start)) }
        let end = self.end(of: entry)
        // After the colon, if the value is not there or begins on a line below.
        if isEmpty(value) || value.start.line > entry.key.end.line, let colon = colon(after: entry.key) {
            return TextEdit(colon + 1..<max(colon + 1, end), " " + text)
        }
        guard !isEmpty(value) else {
            throw .unusualForm(place(entry.key.start), form: "a key without a colon")
        }
        let start = table.offset(of: value.start)
        return TextEdit(start..<max(start, end), text)
    }

    /// New keys in a mapping, or in the place of nothing.
    private func adding(
        _ path: [String], _ value: String, to node: Node, of entry: Mapping.Entry?
    ) throws(YAMLEditError) -> TextEdit {
        guard let mapping = node.mapping else {
            guard let entry else {
                let text = lines(path, value, indent: 0)
                return TextEdit(bytes.count..<bytes.count, (table.endsInBreak ? "" : table.lineBreak) + text)
            }
            guard isEmpty(node), node.anchor == nil else {
                // A null that is written out.
                guard node.isNull, node.anchor == nil else { throw .notAMapping(place(node.start)) }
                return TextEdit(range(of: node), "{" + flow(path, value) + "}")
            }
            let indent = entry.key.start.column + 1
            return insertion(after: table.offset(of: entry.key.end), lines(path, value, indent: indent))
        }
        let own = mapping.entries.filter { !$0.isMerged }
        let start = table.offset(of: node.start)
        if start < bytes.count, bytes[start] == UInt8(ascii: "{") {
            guard let last = own.last else { return TextEdit(start + 1..<start + 1, flow(path, value)) }
            let end = self.end(of: last)
            return TextEdit(end..<end, ", " + flow(path, value))
        }
        guard let first = own.first, let last = own.last else {
            throw .unusualForm(place(node.start), form: "a mapping of nothing but '<<'")
        }
        return insertion(
            after: end(of: last), lines(path, value, indent: first.key.start.column - 1))
    }

    /// The entry at the end of a way, with its line or with its comma.
    func removing(_ indices: [Int], of root: Node) throws(YAMLEditError) -> TextEdit {
        var node = root
        for index in indices.dropLast() {
            guard let mapping = node.mapping else { break }
            node = mapping.entries[index].value
        }
        guard let mapping = node.mapping, let index = indices.last else { throw .notAMapping(place(node.start)) }
        let entry = mapping.entries[index]
        guard entry.value.anchor == nil || entry.value.isAlias else { throw .shared(place(entry.value.start)) }
        let key = table.offset(of: entry.key.start)
        let start = table.offset(of: node.start)
        if start < bytes.count, bytes[start] == UInt8(ascii: "{") {
            if index + 1 < mapping.entries.count {
                return TextEdit(key..<table.offset(of: mapping.entries[index + 1].key.start), "")
            }
            let before = index > 0 ? end(of: mapping.entries[index - 1]) : key
            return TextEdit(before..<end(of: entry), "")
        }
        let line = table.line(at: key)
        guard bytes[line.lowerBound..<key].allSatisfy({ $0 == 0x20 }) else {
            throw .unusualForm(place(entry.key.start), form: "an entry that does not begin its line")
        }
        return TextEdit(line.lowerBound..<table.line(at: max(key, end(of: entry) - 1)).upperBound, "")
    }

    // MARK: Places

    /// The characters of a scalar or a flow collection.
    func range(of node: Node) -> Range<Int> {
        let start = table.offset(of: node.start)
        return start..<max(start, table.offset(of: node.end))
    }

    /// After the last character of an entry that is not a blank.
    private func end(of entry: Mapping.Entry) -> Int {
        let value = entry.value
        if isEmpty(value) { return colon(after: entry.key).map { $0 + 1 } ?? table.offset(of: entry.key.end) }
        if !value.isAlias {
            switch value.content {
            // The end of a block collection lies at the token after it, comments between.
            case .mapping(let mapping) where !isFlow(value):
                if let last = mapping.entries.last(where: { !$0.isMerged }) { return end(of: last) }
            case .sequence(let nodes) where !isFlow(value):
                if let last = nodes.last { return end(of: last) }
            default: break
            }
        }
        return trimmedEnd(value)
    }

    /// Of an element of a block sequence.
    private func end(of node: Node) -> Int {
        if node.isAlias || isFlow(node) { return trimmedEnd(node) }
        if let last = node.mapping?.entries.last(where: { !$0.isMerged }) { return end(of: last) }
        if let last = node.sequence?.last { return end(of: last) }
        return trimmedEnd(node)
    }

    private func trimmedEnd(_ node: Node) -> Int {
        let start = table.offset(of: node.start)
        var end = max(start, table.offset(of: node.end))
        while end > start, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) { end -= 1 }
        return end
    }

    private func isEmpty(_ node: Node) -> Bool { node.start == node.end }

    private func isFlow(_ node: Node) -> Bool {
        guard node.scalar == nil else { return true }
        // Where an anchor or a tag precedes the bracket, the other one tells.
        let start = table.offset(of: node.start)
        let isPlain = node.anchor == nil && node.tag == nil
        let index = isPlain ? start : table.offset(of: node.end) - 1
        guard bytes.indices.contains(index) else { return false }
        return (isPlain ? "{[" : "}]").utf8.contains(bytes[index])
    }

    /// The colon of a key, on the same line.
    private func colon(after key: Node) -> Int? {
        var index = table.offset(of: key.end)
        while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        return index < bytes.count && bytes[index] == UInt8(ascii: ":") ? index : nil
    }

    private func place(_ mark: Mark) -> YAMLError.Place {
        YAMLError.Place(path: document.path, mark: mark, line: document.source.line(mark.line))
    }

    // MARK: Texts

    /// Whole lines below the line that holds an offset.
    private func insertion(after offset: Int, _ text: String) -> TextEdit {
        let end = table.line(at: max(0, offset - 1)).upperBound
        let isUnfinished = end == bytes.count && !table.endsInBreak
        return TextEdit(end..<end, (isUnfinished ? table.lineBreak : "") + text)
    }

    private func lines(_ path: [String], _ value: String, indent: Int) -> String {
        var text = ""
        for (depth, name) in path.enumerated() {
            text += String(repeating: " ", count: indent + 2 * depth) + YAMLWriter.quoted(name) + ":"
            text += (depth == path.count - 1 ? " " + value : "") + table.lineBreak
        }
        return text
    }

    private func flow(_ path: [String], _ value: String) -> String {
        var text = value
        for (depth, name) in path.reversed().enumerated() {
            text = "\(YAMLWriter.quoted(name)): \(depth == 0 ? text : "{\(text)}")"
        }
        return text
    }
}

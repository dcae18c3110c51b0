/// Changes single entries of a YAML text and leaves everything else as it is: comments, order, quotes, line breaks.
///
/// After every change the text is read again: what was to change has changed, and nothing else has; otherwise the
/// change is refused. Block and flow mappings are changed alike.
package struct YAMLEditor: Sendable {
    package private(set) var document: YAMLDocument
    private let limits: YAMLDocument.Limits

    /// - Throws: ``YAMLEditError/notUTF8(path:)``.
    package init(_ document: YAMLDocument, limits: YAMLDocument.Limits = .init()) throws(YAMLEditError) {
        guard document.source.encoding == .utf8 else { throw .notUTF8(path: document.path) }
        self.document = document
        self.limits = limits
    }

    package var bytes: [UInt8] { document.source.bytes }

    // MARK: Changes

    /// Sets the value of the key at the end of a path. A missing key is added, with the mappings above it.
    ///
    /// - Parameter value: YAML on one line, as ``YAMLWriter/quoted(_:)`` makes of a string.
    /// - Throws: ``YAMLEditError``.
    package mutating func set(_ path: [String], to value: String) throws(YAMLEditError) {
        guard let key = path.last else { return }
        guard let meant = try? YAMLDocument(text: "x: " + value + "\n").root.mapping?["x"] else {
            throw .wouldBreak(path: document.path, key: key)
        }
        let layout = Layout(document)
        let indices = try layout.follow(path)
        let edit = try layout.setting(path, at: indices, to: value)
        try apply([edit], expecting: document.root.setting(path, at: indices, to: meant), key: key)
    }

    /// Changes the value of the entry whose key is at a position.
    ///
    /// - Throws: ``YAMLEditError``.
    package mutating func setValue(ofKeyAt mark: Mark, to value: String) throws(YAMLEditError) {
        let (indices, entry) = try find(mark)
        guard let meant = try? YAMLDocument(text: "x: " + value + "\n").root.mapping?["x"] else {
            throw .wouldBreak(path: document.path, key: entry.name)
        }
        let edit = try Layout(document).replacing(entry, by: value)
        let expected = document.root.changing(indices) { $0.value = meant }
        try apply([edit], expecting: expected, key: entry.name)
    }

    /// Renames the key at a place.
    ///
    /// - Parameter name: YAML on one line.
    /// - Throws: ``YAMLEditError``.
    package mutating func renameKey(at mark: Mark, to name: String) throws(YAMLEditError) {
        let (indices, entry) = try find(mark)
        guard entry.key.anchor == nil, let meant = try? YAMLDocument(text: name + "\n").root, meant.scalar != nil else {
            throw .wouldBreak(path: document.path, key: entry.name)
        }
        let layout = Layout(document)
        let edit = TextEdit(layout.range(of: entry.key), name)
        let expected = document.root.changing(indices) { $0.key.content = meant.content }
        try apply([edit], expecting: expected, key: entry.name)
    }

    /// Removes the entry whose key is at a position, with the comment after it.
    ///
    /// - Throws: ``YAMLEditError``.
    package mutating func removeEntry(at mark: Mark) throws(YAMLEditError) {
        let (indices, entry) = try find(mark)
        let edit = try Layout(document).removing(indices, of: document.root)
        try apply([edit], expecting: document.root.changing(indices, nil), key: entry.name)
    }

    /// Replaces the characters between two places by others that mean the same.
    ///
    /// - Throws: ``YAMLEditError/wouldBreak(path:key:)`` if they do not.
    package mutating func replaceBlanks(from start: Mark, to end: Mark, with text: String) throws(YAMLEditError) {
        let table = LineTable(bytes)
        let lower = table.offset(of: start)
        let edit = TextEdit(lower..<max(lower, table.offset(of: end)), text)
        try apply([edit], expecting: document.root, key: text)
    }

    /// Ends the text with a line break.
    ///
    /// - Throws: ``YAMLEditError``.
    package mutating func endWithBreak() throws(YAMLEditError) {
        let table = LineTable(bytes)
        guard !table.endsInBreak else { return }
        try apply([TextEdit(bytes.count..<bytes.count, table.lineBreak)], expecting: document.root, key: "")
    }

    // MARK: Applying

    private mutating func apply(_ edits: [TextEdit], expecting root: Node?, key: String) throws(YAMLEditError) {
        var changed = bytes
        for edit in edits { changed.replaceSubrange(edit.range, with: edit.text.utf8) }
        guard let root, let result = try? YAMLDocument(bytes: changed, path: document.path, limits: limits),
            result.root.hasSameMeaning(as: root)
        else { throw .wouldBreak(path: document.path, key: key) }
        document = result
    }

    /// The entry whose key is at a position, and its path through the mappings.
    private func find(_ mark: Mark) throws(YAMLEditError) -> (indices: [Int], entry: Mapping.Entry) {
        var stack: [(node: Node, indices: [Int])] = [(document.root, [])]
        while let (node, indices) = stack.popLast() {
            guard !node.isAlias, let mapping = node.mapping else { continue }
            for (index, entry) in mapping.entries.enumerated() where !entry.isMerged {
                if entry.key.start == mark { return (indices + [index], entry) }
                // What starts before the position may contain it; what starts after it does not.
                if entry.key.start < mark { stack.append((entry.value, indices + [index])) }
            }
        }
        throw .noSuchKey(path: document.path, key: document.source.line(mark.line))
    }
}

/// Bytes that are replaced by a text.
struct TextEdit {
    var range: Range<Int>
    var text: String

    init(_ range: Range<Int>, _ text: String) {
        self.range = range
        self.text = text
    }
}

extension Mapping.Entry {
    var name: String { key.scalar?.text ?? "" }
}

extension Node {
    /// The tree with one entry changed, by its way through the mappings, or taken out if `change` is `nil`.
    fileprivate func changing(_ indices: [Int], _ change: ((inout Mapping.Entry) -> Void)?) -> Node? {
        guard let first = indices.first, var mapping, mapping.entries.indices.contains(first) else { return nil }
        if indices.count > 1 {
            guard let inner = mapping.entries[first].value.changing(Array(indices.dropFirst()), change) else {
                return nil
            }
            mapping.entries[first].value = inner
        } else if let change {
            change(&mapping.entries[first])
        } else {
            mapping.entries.remove(at: first)
        }
        var node = self
        node.content = .mapping(mapping)
        return node
    }

    /// The tree with a value at a path, of which `indices` is the part that is there.
    fileprivate func setting(_ path: [String], at indices: [Int], to value: Node) -> Node? {
        if indices.count == path.count { return changing(indices) { $0.value = value } }
        guard !indices.isEmpty else { return adding(path, value) }
        let rest = Array(path.dropFirst(indices.count))
        return changing(indices) { entry in
            if let changed = entry.value.adding(rest, value) { entry.value = changed }
        }
    }

    /// The mapping with one more entry; a null is treated as an empty mapping.
    private func adding(_ path: [String], _ value: Node) -> Node? {
        guard let name = path.first else { return value }
        var mapping = self.mapping ?? Mapping([])
        guard isNull || self.mapping != nil else { return nil }
        let nothing = Node(.scalar(Scalar(text: "", style: .plain, value: .null)), start: start, end: end)
        guard let inner = path.count == 1 ? value : nothing.adding(Array(path.dropFirst()), value) else { return nil }
        let key = Node(.scalar(Scalar(text: name, style: .plain, value: .string)), start: start, end: end)
        mapping.entries.append(Mapping.Entry(key: key, value: inner))
        return Node(.mapping(mapping), start: start, end: end)
    }
}

/// The entries of a mapping in the order of the file.
///
/// Entries merged with `<<` come first, as in PyYAML, so that the mapping's own win.
package struct Mapping: Sendable {
    package struct Entry: Sendable {
        package var key: Node
        package var value: Node
        /// Whether the entry came in by `<<`.
        package var isMerged: Bool

        package init(key: Node, value: Node, isMerged: Bool = false) {
            self.key = key
            self.value = value
            self.isMerged = isMerged
        }
    }

    package var entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// The entry that counts for a text key: the last one, as every YAML 1.1 reader in Python has it.
    package func entry(_ key: String) -> Entry? {
        entries.last { $0.key.string == key }
    }

    package subscript(_ key: String) -> Node? { entry(key)?.value }

    /// Keys that are written twice: the later entry and the one before it that it silently replaces.
    ///
    /// Overriding a merged entry is what `<<` is for and is not reported.
    package func duplicates() -> [(first: Entry, later: Entry)] {
        var seen: [ScalarValue.Key: Int] = [:]
        seen.reserveCapacity(entries.count)
        var found: [(first: Entry, later: Entry)] = []
        for (index, entry) in entries.enumerated() where !entry.isMerged {
            guard let scalar = entry.key.scalar else { continue }
            if let first = seen.updateValue(index, forKey: ScalarValue.Key(scalar)) {
                found.append((entries[first], entry))
            }
        }
        return found
    }
}

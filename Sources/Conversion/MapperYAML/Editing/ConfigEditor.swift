internal import Support
internal import YAML

/// Changes settings of a mapper YAML in place, and keeps comments, order and style.
package enum ConfigEditor {
    /// Sets and removes keys in one file that is replaced at once or not at all.
    ///
    /// - Returns: whether anything changed.
    /// - Throws: ``MapperConfigError``: `.file`, `.yaml`, `.edit`, or `.badOption` for a value that cannot be.
    @discardableResult
    package static func change(
        _ path: String, set assignments: [Assignment], unset keys: [Key] = []
    ) throws -> Bool {
        // Through a link: what it names is replaced, not the link.
        let target = Path.resolvingLinks(path)
        let document = try read(target)
        let changed = try changing(document, set: assignments, unset: keys)
        guard changed.source.bytes != document.source.bytes else { return false }
        try AtomicFile.write(changed.source.bytes, to: target)
        return true
    }

    /// As ``change(_:set:unset:)``, on a text.
    package static func changing(
        text: String, set assignments: [Assignment], unset keys: [Key] = []
    ) throws -> String {
        let document = try YAMLDocument(text: text, limits: ConfigFile.limits)
        let changed = try changing(document, set: assignments, unset: keys)
        return String(decoding: changed.source.bytes, as: UTF8.self)
    }

    private static func read(_ path: String) throws -> YAMLDocument {
        return try YAMLDocument(contentsOf: path, limits: ConfigFile.limits)
    }

    private static func changing(
        _ document: YAMLDocument, set assignments: [Assignment], unset keys: [Key]
    ) throws -> YAMLDocument {
        var values: [(Key, String)] = []
        for assignment in assignments { values.append((assignment.key, try assignment.yaml())) }
        var editor = try YAMLEditor(document, limits: ConfigFile.limits)
        for (key, value) in values {
            guard let section = Schema.schema(of: key)?.section else { continue }
            let old = ConfigFile(editor.document)[key]?.value
            try editor.set([section.rawValue, key.rawValue], to: inStyle(of: old, value))
        }
        for key in keys {
            // A key that occurs twice is removed twice.
            while let entry = ConfigFile(editor.document)[key]?.keyNode { try editor.removeEntry(at: entry.start) }
        }
        return editor.document
    }

    /// The same value in the quotes that were there.
    private static func inStyle(of old: Node?, _ value: String) -> String {
        guard let scalar = old?.scalar, !scalar.text.isEmpty, !value.hasPrefix("'"), !value.hasPrefix("\""),
            !value.hasPrefix("{"), case .string? = YAMLWriter.value(ofPlain: value), !value.contains("'"),
            !value.contains("\""), !value.contains("\\")
        else { return value }
        switch scalar.style {
        case .singleQuoted: return "'\(value)'"
        case .doubleQuoted: return "\"\(value)\""
        default: return value
        }
    }
}

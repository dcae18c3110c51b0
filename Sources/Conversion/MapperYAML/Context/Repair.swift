internal import YAML

/// A change that fixes a finding and is safe without asking: either only one thing can have been meant, or hb_mapper
/// reads the file as before.
enum Repair: Sendable, Hashable {
    /// Sets a key, adding it to its section if it is missing. The value is YAML.
    case set(Key, String)
    /// Renames the key at a position.
    case rename(Mark, String)
    /// Sets the value of the entry whose key is at a position. The value is YAML.
    case value(Mark, String)
    /// Removes the entry whose key is at a position.
    case remove(Mark)
    /// Replaces characters without meaning.
    case blanks(Mark, Mark, String)
    /// Appends a line break.
    case finalBreak
    /// Converts the text to UTF-8.
    case reencode

    var isRenaming: Bool {
        if case .rename = self { true } else { false }
    }

    /// The file after the change.
    ///
    /// - Throws: ``YAMLEditError`` if the change is impossible, or would change anything else.
    func apply(to document: YAMLDocument) throws -> YAMLDocument {
        if self == .reencode {
            guard let text = document.source.utf8Text,
                let changed = try? YAMLDocument(text: text, path: document.path, limits: ConfigFile.limits)
            else { throw YAMLEditError.notUTF8(path: document.path) }
            return changed
        }
        var editor = try YAMLEditor(document, limits: ConfigFile.limits)
        switch self {
        case .set(let key, let value):
            guard let section = Schema.schema(of: key)?.section else { break }
            try editor.set([section.rawValue, key.rawValue], to: value)
        case .rename(let mark, let name): try editor.renameKey(at: mark, to: name)
        case .value(let mark, let value): try editor.setValue(ofKeyAt: mark, to: value)
        case .remove(let mark): try editor.removeEntry(at: mark)
        case .blanks(let start, let end, let text): try editor.replaceBlanks(from: start, to: end, with: text)
        case .finalBreak: try editor.endWithBreak()
        case .reencode: break
        }
        return editor.document
    }
}

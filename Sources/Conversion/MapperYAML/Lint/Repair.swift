internal import YAML

/// A change of a file that mends a finding without a question: either there is one thing only that was meant, or
/// what hb_mapper makes of the file stays the same.
enum Repair: Sendable, Hashable {
    /// A key gets a value, and is added to its section if it is missing. The value is YAML.
    case set(Key, String)
    /// The key at a place gets another name.
    case rename(Mark, String)
    /// The entry whose key stands at a place gets another value. The value is YAML.
    case value(Mark, String)
    /// The entry whose key stands at a place goes.
    case remove(Mark)
    /// Characters without a meaning become others.
    case blanks(Mark, Mark, String)
    /// The text ends with a line break.
    case finalBreak
    /// The text becomes UTF-8.
    case reencode

    var isRenaming: Bool {
        if case .rename = self { true } else { false }
    }

    /// The file with the change made.
    ///
    /// - Throws: ``YAMLEditError`` if the change cannot be made, or would change more than it should.
    func apply(to document: YAMLDocument) throws -> YAMLDocument {
        if self == .reencode {
            guard let text = document.source.utf8Text,
                let changed = try? YAMLDocument(text: text, path: document.path, limits: Linter.limits)
            else { throw YAMLEditError.notUTF8(path: document.path) }
            return changed
        }
        var editor = try YAMLEditor(document, limits: Linter.limits)
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

import Diagnostics
import Testing
import TestSupport
@testable import YAML

@Suite("Editing YAML in place")
struct YAMLEditorTests {
    /// A text, a change of it, and the text that it gives.
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var path: [String]
        var value: String
        var expected: String

        init(_ text: String, _ path: String, _ value: String, _ expected: String) {
            self.text = text
            self.path = path.split(separator: ".").map { String($0) }
            self.value = value
            self.expected = expected
        }

        var testDescription: String { "\(path.joined(separator: ".")) = \(value) in \(text)" }
    }

    private func editor(_ text: String) throws -> YAMLEditor {
        try YAMLEditor(try YAMLDocument(text: text, path: "a.yaml"))
    }

    private func mark(of marked: MarkedText) -> Mark {
        Mark(line: marked.places[0].line, column: marked.places[0].column)
    }

    private func text(_ editor: YAMLEditor) -> String { String(decoding: editor.bytes, as: UTF8.self) }

    static let changes = [
        Case("a:\n  b: 1 # one\n  # two\n  c: x\n", "a.b", "2", "a:\n  b: 2 # one\n  # two\n  c: x\n"),
        Case("a:\n  b: 'x' # one\n", "a.b", "'y z'", "a:\n  b: 'y z' # one\n"),
        Case("a: {b: 1, c: 2}\n", "a.c", "3", "a: {b: 1, c: 3}\n"),
        Case("a:\n  b:\n  c: 1\n", "a.b", "x", "a:\n  b: x\n  c: 1\n"),
        Case("a:\n  b:   # nothing\n  c: 1\n", "a.b", "x", "a:\n  b: x   # nothing\n  c: 1\n"),
        Case("a:\n  b: |\n    long\n    text\n  c: 1\n", "a.b", "short", "a:\n  b: short\n  c: 1\n"),
        Case("a:\n  b: >-\n    long\n\n\n# end\nc: 1\n", "a.b", "s", "a:\n  b: s\n\n\n# end\nc: 1\n"),
        Case("a:\n  b:\n    x: 1\n    y: 2 # two\n  c: 1\n", "a.b", "n", "a:\n  b: n # two\n  c: 1\n"),
        Case("a:\n  b:\n  - 1\n  - 2\n  c: 1\n", "a.b", "[3]", "a:\n  b: [3]\n  c: 1\n"),
        Case("a:\n  b: one\n    two\n  c: 1\n", "a.b", "x", "a:\n  b: x\n  c: 1\n"),
        Case("a:\n  b: &x 1\n  c: *x\n", "a.c", "2", "a:\n  b: &x 1\n  c: 2\n"),
        // What stands twice: the last counts.
        Case("a:\n  b: 1\n  b: 2\n", "a.b", "3", "a:\n  b: 1\n  b: 3\n"),
        // New keys.
        Case("a:\n  b: 1\n\n# the end\nz: 1\n", "a.c", "2", "a:\n  b: 1\n  c: 2\n\n# the end\nz: 1\n"),
        Case("a:\n    b: 1", "a.c", "2", "a:\n    b: 1\n    c: 2\n"),
        Case("a:\n  b:\n    x: 1 # x\n\nz: 1\n", "a.c", "2", "a:\n  b:\n    x: 1 # x\n  c: 2\n\nz: 1\n"),
        Case("a: {b: 1}\n", "a.c", "2", "a: {b: 1, c: 2}\n"),
        Case("a: {}\n", "a.c", "2", "a: {c: 2}\n"),
        Case("a:\nz: 1\n", "a.c", "2", "a:\n  c: 2\nz: 1\n"),
        Case("a: ~\nz: 1\n", "a.c", "2", "a: {c: 2}\nz: 1\n"),
        Case("a:\n  b: 1\n", "n.c", "2", "a:\n  b: 1\nn:\n  c: 2\n"),
        Case("a:\n  b: 1\n...\n", "n.c", "2", "a:\n  b: 1\nn:\n  c: 2\n...\n"),
        Case("", "n.c", "2", "n:\n  c: 2\n"),
        Case("# nothing\n", "n.c", "2", "# nothing\nn:\n  c: 2\n"),
        // What came in by a merge is written out.
        Case(
            "d: &d {b: 1}\na:\n  <<: *d\n  c: 1\n", "a.b", "2", "d: &d {b: 1}\na:\n  <<: *d\n  c: 1\n  b: 2\n"),
        // Line breaks, byte order mark and characters of several bytes.
        Case("a:\r\n  b: é # ü\r\n  c: 1\r\n", "a.b", "ß", "a:\r\n  b: ß # ü\r\n  c: 1\r\n"),
        Case("a:\r\n  b: 1\r\n", "a.c", "2", "a:\r\n  b: 1\r\n  c: 2\r\n"),
        Case("\u{FEFF}a:\n  b: 1\n", "a.b", "2", "\u{FEFF}a:\n  b: 2\n"),
        Case("a:\u{85}  b: 1\u{2028}  c: 1\n", "a.c", "2", "a:\u{85}  b: 1\u{2028}  c: 2\n"),
    ]

    @Test("A value changes, and nothing else", arguments: changes)
    func set(_ item: Case) throws {
        var editor = try editor(item.text)
        try editor.set(item.path, to: item.value)
        #expect(text(editor) == item.expected)
        let once = editor.bytes
        try editor.set(item.path, to: item.value)
        #expect(editor.bytes == once, "the same change twice")
    }

    @Test(
        "What would change more than it should is refused, and the text stays",
        arguments: [
            ("a: &x {b: 1}\nc: *x\n", "a.b"), ("a: &x {b: 1}\nc: *x\n", "c.b"), ("a:\n  b: &x 1\nc: *x\n", "a.b"),
            ("a: 3\n", "a.b"), ("[1, 2]\n", "a.b"), ("a: {b}\n", "a.b"), ("d: &d {b: 1}\na:\n  <<: *d\n", "a.b"),
        ])
    func refused(_ text: String, _ path: String) throws {
        var editor = try editor(text)
        let error = #expect(throws: YAMLEditError.self) {
            try editor.set(path.split(separator: ".").map { String($0) }, to: "2")
        }
        #expect(self.text(editor) == text)
        #expect(error?.location?.path == "a.yaml")
    }

    @Test("A value that is no YAML on one line is refused", arguments: ["[", "a: b: c", "*x", "{a", "1\nb: 2", "# x"])
    func badValues(_ value: String) throws {
        var editor = try editor("a:\n  b: 1\n")
        do {
            try editor.set(["a", "b"], to: value)
            // A comment is YAML, and means null.
            #expect(value == "# x" && text(editor) == "a:\n  b: # x\n")
        } catch {
            #expect(text(editor) == "a:\n  b: 1\n")
        }
    }

    @Test(
        "An entry goes with its line, or with its comma",
        arguments: [
            ("a:\n  1️⃣b: 1 # one\n  c: 2\n", "a:\n  c: 2\n"),
            ("a:\n  b: 1\n  1️⃣c:\n    x: 1\n    y: 2\nz: 1\n", "a:\n  b: 1\nz: 1\n"),
            ("a: {1️⃣b: 1, c: 2}\n", "a: {c: 2}\n"), ("a: {b: 1, 1️⃣c: 2}\n", "a: {b: 1}\n"),
            ("a: {1️⃣b: 1}\n", "a: {}\n"), ("a:\n  1️⃣b: 1\n  b: 2\n", "a:\n  b: 2\n"),
            ("a:\n  b: 1\n  1️⃣c: 2", "a:\n  b: 1\n"), ("a:\n  1️⃣b:\n  c: 2\n", "a:\n  c: 2\n"),
        ])
    func remove(_ marked: String, _ expected: String) throws {
        let marked = MarkedText(marked)
        var editor = try editor(marked.text)
        try editor.removeEntry(at: mark(of: marked))
        #expect(text(editor) == expected)
    }

    @Test(
        "The only entry of a block, a shared one, and one that begins no line stay",
        arguments: ["a:\n  1️⃣b: 1\n", "a:\n  1️⃣b: &x 1\nc: *x\n", "a:\n- 1️⃣b: 1\n  c: 2\n", "a: 11️⃣\n"])
    func notRemoved(_ marked: String) throws {
        let marked = MarkedText(marked)
        var editor = try editor(marked.text)
        #expect(throws: YAMLEditError.self) { try editor.removeEntry(at: mark(of: marked)) }
        #expect(text(editor) == marked.text)
    }

    @Test("A key gets another name, in quotes if it has to")
    func rename() throws {
        let marked = MarkedText("a:\n  1️⃣ON: BPU # here\n")
        var editor = try editor(marked.text)
        try editor.renameKey(at: mark(of: marked), to: "'ON'")
        #expect(text(editor) == "a:\n  'ON': BPU # here\n")
        #expect(editor.document.root.mapping?["a"]?.mapping?["ON"]?.string == "BPU")
    }

    @Test("Blanks are replaced where that changes nothing, and only there")
    func blanks() throws {
        var editor = try editor("a: 'b  c'  \n")
        try editor.replaceBlanks(from: Mark(line: 1, column: 10), to: Mark(line: 1, column: 12), with: "")
        #expect(text(editor) == "a: 'b  c'\n")
        #expect(throws: YAMLEditError.self) {
            try editor.replaceBlanks(from: Mark(line: 1, column: 6), to: Mark(line: 1, column: 8), with: "")
        }
        #expect(text(editor) == "a: 'b  c'\n")
    }

    @Test("UTF-16 is not changed in place")
    func utf16() throws {
        let bytes: [UInt8] = [0xFF, 0xFE] + Array("a: 1\n".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(throws: YAMLEditError.notUTF8(path: "-")) { try YAMLEditor(try YAMLDocument(bytes: bytes)) }
    }

    @Test(
        "Meaning does not look at order, style and comments",
        arguments: [
            ("{a: 1, b: [x, 2]}", "b: ['x', 2] # c\na: 1", true), ("a: 1", "a: 1.0", false), ("a: '1'", "a: 1", false),
            ("a: 1\na: 2", "a: 2", true), ("a: &x 1\nb: *x", "{b: 1, a: 1}", true), ("a: .nan", "a: .NaN", true),
            ("[1, 2]", "[2, 1]", false), ("a: {b: 1}", "a: {b: 1, c: 2}", false), ("a: yes", "a: true", true),
            ("2024-01-01", "2024-01-02", false), ("", "~", true),
        ])
    func meaning(_ first: String, _ second: String, _ isSame: Bool) throws {
        let one = try YAMLDocument(text: first).root
        let other = try YAMLDocument(text: second).root
        #expect(one.hasSameMeaning(as: other) == isSame)
        #expect(other.hasSameMeaning(as: one) == isSame)
    }
}

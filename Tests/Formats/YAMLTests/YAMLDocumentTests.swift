import Diagnostics
import Support
import Testing
import TestSupport
@testable import YAML

@Suite("YAML documents")
struct YAMLDocumentTests {
    private func failure(_ text: String) -> YAMLError? {
        do {
            _ = try YAMLDocument(text: text, path: "a.yaml")
            return nil
        } catch {
            return error
        }
    }

    @Test("Nodes carry where they start and end")
    func marks() throws {
        let document = try YAMLDocument(text: "a:\n  b: 'x y'\n  c: [1, two]\n")
        let inner = try #require(document.root.mapping?["a"]?.mapping)
        let entry = try #require(inner.entry("b"))
        #expect(entry.key.start == Mark(line: 2, column: 3))
        #expect(entry.value.start == Mark(line: 2, column: 6))
        #expect(entry.value.end == Mark(line: 2, column: 11))
        #expect(entry.value.string == "x y")
        let list = try #require(inner["c"]?.sequence)
        #expect(list.map { $0.scalar?.value } == [.integer(1), .string])
        #expect(list[1].start == Mark(line: 3, column: 10))
    }

    @Test("Byte order mark, CRLF and UTF-16 read the same")
    func encodings() throws {
        for prefix: [UInt8] in [[], [0xEF, 0xBB, 0xBF]] {
            let document = try YAMLDocument(bytes: prefix + Array("a: é\r\nb: 2\r\n".utf8))
            #expect(document.root.mapping?["a"]?.string == "é")
            #expect(document.root.mapping?.entry("b")?.key.start == Mark(line: 2, column: 1))
            #expect(document.source.line(1) == "a: é")
        }
        let utf16: [UInt8] = [0xFF, 0xFE] + Array("a: é\nb: 2\n".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let document = try YAMLDocument(bytes: utf16)
        #expect(document.root.mapping?["a"]?.string == "é")
        #expect(document.source.encoding == .utf16LittleEndian)
        #expect(document.source.line(2) == "b: 2")
    }

    @Test("Anchors, aliases and merge keys are followed; the mapping's own entries win")
    func aliases() throws {
        let document = try YAMLDocument(text: "base: &b {x: 1, y: 2}\nuse:\n  y: 3\n  <<: *b\nsame: *b\n")
        let use = try #require(document.root.mapping?["use"]?.mapping)
        #expect(use.entries.map(\.isMerged) == [true, true, false])
        #expect(use["x"]?.scalar?.value == .integer(1))
        #expect(use["y"]?.scalar?.value == .integer(3))
        #expect(use.duplicates().isEmpty)
        let same = try #require(document.root.mapping?["same"])
        #expect(same.isAlias && same.start == Mark(line: 5, column: 7))
    }

    @Test("Keys that Python takes for the same are duplicates")
    func duplicates() throws {
        let mapping = try #require(try YAMLDocument(text: "a: 1\nb: 2\na: 3\n1: x\n1.0: y\n'1': z\n").root.mapping)
        let found = mapping.duplicates()
        #expect(found.map { $0.later.key.start.line } == [3, 5])
        #expect(found.map { $0.first.key.start.line } == [1, 4])
        #expect(mapping["a"]?.scalar?.value == .integer(3))
    }

    @Test("An empty file is a null")
    func empty() throws {
        #expect(try YAMLDocument(text: "").root.isNull)
        #expect(try YAMLDocument(text: "# nothing\n").root.isNull)
    }

    @Test(
        "A broken text fails with the place, the line and a caret",
        arguments: [
            ("a: b: c\n", 1, 5), ("a:\n\t- b\n", 2, 1), ("a: [1, 2\nb: 3\n", 2, 2), ("a: *nobody\n", 1, 4),
            ("a: &x [*x]\n", 1, 8), ("a: &x 1\nb: &x 2\n", 2, 4), ("[a]: 1\n", 1, 1), ("<<: 3\n", 1, 5),
            ("a: 1\n---\nb: 2\n", 2, 1), ("a: !python/object:os.system x\n", 1, 4), ("a: !!int abc\n", 1, 4),
            ("a: 0x_\n", 1, 4), ("a: =\n", 1, 4), ("a: 'open\n", 2, 1),
        ])
    func broken(_ text: String, _ line: Int, _ column: Int) throws {
        let error = try #require(failure(text))
        #expect(error.location?.line == line && error.location?.column == column, "\(error)")
        #expect(error.description.hasPrefix("a.yaml:\(line):\(column): error: "))
        #expect(!error.message.contains("\n"))
    }

    @Test("The caret stands under the place")
    func caret() throws {
        let error = try #require(failure("name: *nobody\n"))
        let expected = """
            a.yaml:1:7: error: the alias *nobody names no anchor above it
              name: *nobody
                    ^
              fix: define it above with '&', or quote the value if it is text
            """
        #expect(error.description == expected)
    }

    @Test(
        "Bytes that are no text fail with their place",
        arguments: [[0xFF, 0x41], [0xC3, 0x28], [0x00], [0x1B], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func encoding(_ bytes: [UInt8]) throws {
        do {
            _ = try YAMLDocument(bytes: Array("a: b\nc: ".utf8) + bytes)
            Issue.record("no error")
        } catch {
            guard case .encoding(let place, _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(place.mark.line == 2)
        }
    }

    @Test("A missing file and a folder are told apart")
    func files() {
        let folder = TemporaryFolder()
        #expect(throws: YAMLError.file(.notFound(path: folder("none.yaml")))) {
            try YAMLDocument(contentsOf: folder("none.yaml"))
        }
        #expect(throws: YAMLError.file(.notAFile(path: folder.path))) { try YAMLDocument(contentsOf: folder.path) }
    }
}

@Suite("Hostile YAML")
struct HostileYAMLTests {
    @Test("10,000 nested levels fail at the limit", arguments: ["[", "{a: ", "- ", "? "])
    func nesting(_ opening: String) {
        let text = String(repeating: opening, count: 10_000)
        let error = #expect(throws: YAMLError.self) { try YAMLDocument(text: text) }
        if opening != "? " {
            guard case .tooDeep(_, limit: 1000)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("Aliases that multiply fail before they grow")
    func billionLaughs() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<30 {
            let names = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(names)]\n"
        }
        let error = #expect(throws: YAMLError.self) { try YAMLDocument(text: text) }
        guard case .aliasesExpandTooFar? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("Merges that multiply fail before they grow")
    func mergeBomb() {
        var text = "a0: &a0 {" + (0..<100).map { "k\($0): 1" }.joined(separator: ", ") + "}\n"
        for level in 1..<30 {
            let names = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) {<<: [\(names)]}\n"
        }
        #expect(throws: YAMLError.self) { try YAMLDocument(text: text) }
    }

    @Test("Very many keys read, or fail at the limit")
    func manyKeys() throws {
        let count = 1_000_000
        var text = ""
        for index in 0..<count { text += "k\(index): 1\n" }
        let error = #expect(throws: YAMLError.self) { try YAMLDocument(text: text, limits: .init(nodes: 100_000)) }
        guard case .tooManyNodes(let place, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(place.mark.line == 50_000)
        let part = String(text.prefix(1_000_000))
        #expect(try YAMLDocument(text: part).root.mapping?.entries.count ?? 0 > 90_000)
    }

    @Test("A 60 MB scalar reads, a bigger file is refused")
    func longScalar() throws {
        let long = String(repeating: "x", count: 60 << 20)
        #expect(try YAMLDocument(text: "a: " + long).root.mapping?["a"]?.string?.utf8.count == 60 << 20)
        #expect(throws: YAMLError.self) { try YAMLDocument(text: "a: " + long + long) }
    }
}

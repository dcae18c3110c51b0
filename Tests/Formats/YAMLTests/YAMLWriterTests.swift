import Testing
@testable import YAML

@Suite("Writing YAML")
struct YAMLWriterTests {
    @Test(
        "Any string reads back as that string",
        arguments: [
            "plain", "bayes-e", "123.675 116.28 103.53", "yes", "off", "1:30", "1e3", "0x1F", "", " lead", "trail ",
            "a: b", "a #b", "it's", "\"x\"", "a\nb", "tab\there", "null", "~", "- a", "[a]", "a, b", "é", "\u{7}",
            "../work/m0_9/build", "2024-01-01", "=", "<<", "key:", "%a", "@a", "`a", "...", "---", "x\u{85}y",
            "\u{FEFF}z",
            "日本", "😀", "\\n",
        ])
    func roundTrip(_ string: String) throws {
        var writer = YAMLWriter()
        writer.mapping("section") { $0.entry("key", string) }
        let document = try YAMLDocument(text: writer.text)
        #expect(document.root.mapping?["section"]?.mapping?["key"]?.string == string, "\(writer.text)")
    }

    @Test("The style is stable")
    func style() {
        var writer = YAMLWriter()
        writer.comment("A file\n\nmade by code")
        writer.mapping("a") {
            $0.comment("why")
            $0.entry("text", "off")
            $0.entry("number", 4)
            $0.entry("flag", false)
        }
        #expect(writer.text == "# A file\n#\n# made by code\na:\n  # why\n  text: 'off'\n  number: 4\n  flag: false\n")
    }
}

@testable import Reporting
import Testing

@Suite("Tables")
struct TableTests {
    private static let layers: Table = {
        var table = Table(.left("layer"), .left("what it does"), .right("MACs"))
        table.append("stages.2.blocks.13.channel_mixer.conv1", "expands channels, then a GELU", "102,760,448")
        table.append("head", "", "384,000")
        return table
    }()

    @Test("Columns line up, numbers at the right")
    func columns() {
        var table = Table(.left("operator"), .right("count"))
        table.append("Conv", "103")
        table.append("Gemm", "1")
        #expect(
            table.render(width: nil) == """
                +----------+-------+
                | operator | count |
                |----------+-------|
                | Conv     |   103 |
                | Gemm     |     1 |
                +----------+-------+
                """)
    }

    @Test("A narrow terminal wraps texts and shortens names, and leaves numbers whole")
    func narrow() {
        #expect(
            Self.layers.render(width: 50) == """
                +----------------+-----------------+-------------+
                | layer          | what it does    |        MACs |
                |----------------+-----------------+-------------|
                | stages...conv1 | expands         | 102,760,448 |
                |                | channels, then  |             |
                |                | a GELU          |             |
                | head           |                 |     384,000 |
                +----------------+-----------------+-------------+
                """)
    }

    @Test("No line is wider than the terminal", arguments: [34, 40, 50, 60, 72, 80, 100, 120])
    func fits(width: Int) {
        let lines = Self.layers.render(width: width).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= width })
        #expect(Set(lines.map(\.count)).count == 1)
    }

    @Test("A level stays visible where a name is shortened")
    func levels() {
        var table = Table(.left("layer"), .right("n"))
        table.append("    a_name_that_is_longer_than_the_terminal", "1")
        #expect(table.render(width: 30).contains("|     a_nam"))
    }

    @Test("Names from files do not reach the terminal raw")
    func controlCharacters() {
        var table = Table(.left("a\u{1B}[2J"))
        table.append("b\u{7}\r\nc")
        #expect(!table.render(width: nil).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(Terminal.escaped("a\u{1B}[2J\tb\n\u{9B}c\n") == "a\\u{1B}[2J\tb\n\\u{009B}c\n")
    }
}

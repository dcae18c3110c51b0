@testable import CompiledModel
import Testing
@testable import VendorTools

@Suite struct LineSplitterTests {
    @Test(
        "Lines end at a line feed or a carriage return, in whatever pieces they come",
        arguments: [1, 2, 3, 1000])
    func pieces(size: Int) {
        let bytes = Array("one\r\n10%\r20%\r\ntwo\nthree".utf8)
        var splitter = LineSplitter()
        var lines: [ToolLine] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            lines += splitter.append(bytes[start..<min(bytes.count, start + size)])
        }
        if let last = splitter.finish() { lines.append(last) }
        #expect(
            lines == [
                ToolLine("one"), ToolLine("10%", isTransient: true), ToolLine("20%"), ToolLine("two"),
                ToolLine("three"),
            ])
    }

    @Test("Colour codes are dropped")
    func color() {
        #expect(LineSplitter.lines(of: "a \u{1B}[92mINFO\u{1B}[0m b\n").map(\.text) == ["a INFO b"])
        #expect(LineSplitter.lines(of: "cut short \u{1B}[").map(\.text) == ["cut short "])
    }

    @Test("Output without line ends is cut, not collected")
    func endless() {
        var splitter = LineSplitter()
        let lines = splitter.append(repeatElement(UInt8(ascii: "x"), count: LineSplitter.longestLine * 3 + 1))
        #expect(lines.map(\.text.count) == [Int](repeating: LineSplitter.longestLine, count: 3))
    }
}

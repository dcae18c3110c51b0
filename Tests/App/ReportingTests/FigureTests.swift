import Diagnostics
import Foundation
@testable import Reporting
import Testing

@Suite("Figures and bars")
struct FigureTests {
    @Test(
        "Numbers have the places that were asked for",
        arguments: [
            (1072.94, 1, "1072.9"), (0.05, 1, "0.1"), (-0.04, 1, "0.0"), (-1.5, 0, "-2"), (7, 3, "7.000"),
            (0.999999, 6, "0.999999"), (.infinity, 2, "inf"),
        ])
    func decimal(value: Double, places: Int, text: String) {
        #expect(Figure.decimal(value, places: places) == text)
    }

    @Test(
        "Digits are grouped by three",
        arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (5_067_056, "5,067,056"), (-12345, "-12,345")])
    func grouped(value: Int, text: String) {
        #expect(Figure.grouped(value) == text)
    }

    @Test("A bar says how far it is, how fast, and how long it will take")
    func bar() {
        let line = ProgressBar.line(
            for: Progress("images", completed: 50, total: 200), elapsed: .seconds(10), width: 120)
        #expect(line.contains("25 %"))
        #expect(line.contains("50/200"))
        #expect(line.contains("5/s"))
        #expect(line.contains("30 s left"))
        #expect(ProgressBar.line(for: Progress("x", completed: 1, total: 2), elapsed: .zero, width: 30).count < 30)
    }

    @Test("A share of nothing, or of something unknown, is left out")
    func shares() {
        #expect(Figure.share(1, of: 8) == "12.5 %")
        #expect(Figure.share(0, of: 8) == "0.0 %")
        #expect(Figure.share(0, of: 0).isEmpty && Figure.share(nil, of: 8).isEmpty && Figure.share(1, of: nil).isEmpty)
    }

    @Test(
        "A long text loses its middle",
        arguments: ["stages.2.blocks.13.channel_mixer.conv1", "é" + String(repeating: "x", count: 99)])
    func shortened(text: String) {
        let short = Figure.shortened(text, to: 20)
        #expect(short.count == 20 && short.contains("...") && short.first == text.first && short.last == text.last)
        #expect(Figure.shortened(text, to: 200) == text)
    }

    @Test("JSON has sorted keys in snake case, and dictionary keys as they are")
    func json() throws {
        struct Report: Codable, Equatable {
            var schemaVersion = 1
            var operators = ["Conv": 1, "BatchNormalization": 2]
        }
        let text = try JSONReport.encode(Report())
        let first = try #require(text.firstRange(of: "BatchNormalization"))
        let second = try #require(text.firstRange(of: "\"Conv\""))
        #expect(first.lowerBound < second.lowerBound)
        #expect(text.contains("\"schema_version\" : 1"))
        #expect(try JSONReport.decode(Report.self, from: Data(text.utf8)) == Report())
    }
}

import Evaluation
import Testing

@Suite("Statistics")
struct StatisticsTests {
    @Test(
        "Wilson's interval is that of the literature, and whole at the ends",
        arguments: [
            (8, 10, 0.490162, 0.943318), (0, 20, 0, 0.161125), (200, 200, 0.981155, 1), (155, 200, 0.712259, 0.827376),
            (0, 0, 0, 1),
        ])
    func wilson(successes: Int, count: Int, low: Double, high: Double) {
        let bounds = WilsonInterval.bounds(successes, of: count)
        #expect(abs(bounds[0] - low) < 1e-6 && abs(bounds[1] - high) < 1e-6, "\(bounds)")
    }

    // By scipy.stats.binomtest(k, n).pvalue.
    @Test(
        "McNemar's exact p is the binomial test's",
        arguments: [
            (0, 4, 0.125), (4, 0, 0.125), (3, 10, 0.09228515625), (0, 0, 1), (7, 7, 1), (1, 2, 1),
            (480, 520, 0.2174483), (24_900, 25_100, 0.3734902),
        ])
    func mcNemar(won: Int, lost: Int, expected: Double) {
        #expect(abs(McNemarTest.pValue(won: won, lost: lost) - expected) < 1e-6)
    }

    @Test("Distances add up over images, and equal logits have no ratio")
    func distance() throws {
        let one = LogitDistance([1, 2], from: [1, 1])
        let two = LogitDistance([3, 0], from: [3, 1])
        // Squares 1 + 1 + 9 + 1, differences 1 + 1.
        #expect(abs(try #require((one + two).sqnr) - 7.781513) < 1e-6)
        #expect(abs(try #require(one.cosine) - 0.948683) < 1e-6)
        #expect(LogitDistance([1, 2], from: [1, 2]).sqnr == nil)
        #expect(LogitDistance([0], from: [0]).cosine == nil)
        #expect(LogitDistance([.nan], from: [1]).sqnr == nil)
    }

    @Test("The most likely classes come first, ties by index, and all probabilities add up to one")
    func ranking() {
        let logits: [Float] = [1, 3, 3, -50, 2]
        #expect(Ranking(logits, count: 3).classes == [1, 2, 4])
        #expect(abs(Ranking(logits).probabilities.reduce(0, +) - 1) < 1e-12)
        #expect(Ranking(logits, count: 99).classes == [1, 2, 4, 0, 3])
        #expect(Ranking([], count: 3).classes.isEmpty)
        #expect(Ranking([1e30, -1e30], count: 1).probabilities == [1])
    }

    @Test("What is not a number is the least likely")
    func notANumber() {
        let ranking = Ranking([.nan, -1, 2], count: 3)
        #expect(ranking.classes == [2, 1, 0])
        #expect(ranking.probabilities[2] == 0)
    }
}

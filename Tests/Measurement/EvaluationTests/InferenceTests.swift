@testable import Evaluation
import Testing

@Suite struct InferenceTests {
    @Test("The likeliest classes come first, ties by index, and all probabilities add up to one")
    func top() {
        let logits: [Float] = [1, 3, 3, -50, 2]
        let top = Inference.top(3, of: logits)
        #expect(top.map(\.index) == [1, 2, 4])
        #expect(abs(Inference.top(5, of: logits).map(\.probability).reduce(0, +) - 1) < 1e-12)
        #expect(Inference.top(99, of: logits).count == 5)
        #expect(Inference.top(3, of: []).isEmpty)
    }

    @Test("Huge logits do not overflow")
    func huge() {
        let top = Inference.top(1, of: [1e30, -1e30])
        #expect(top[0].index == 0 && top[0].probability == 1)
    }
}

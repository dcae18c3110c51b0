import RepViT
import Safetensors
import Support
import Testing

@Suite("Weights from a seed")
struct SeededWeightsTests {
    @Test("The generator gives its published numbers")
    func generator() {
        // The reference implementation's first outputs for the seed 1234567.
        var generator = SplitMix64(seed: 1_234_567)
        let numbers = (0..<5).map { _ in generator.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test("The same seed gives the same bytes, on every machine")
    func reproducible() throws {
        let head = ClassifierHead(classes: 10, isDistilled: true)
        let first = try SeededWeights.tensors(.m0_9, head: head, seed: 0)
        #expect(
            SafetensorsWriter.sha256(of: first).description
                == "21c2f1469d66f58e5c041672bd2f70156cefdf7cf6e397ca911a54f278c42934")
        let other = try SeededWeights.tensors(.m0_9, head: head, seed: 1)
        #expect(SafetensorsWriter.sha256(of: first) != SafetensorsWriter.sha256(of: other))
    }

    @Test("A number of classes that cannot be is refused", arguments: [0, -1, 100_001])
    func classes(count: Int) {
        #expect(throws: RepViTError.classCount(count)) {
            try SeededWeights.tensors(.m0_9, head: ClassifierHead(classes: count, isDistilled: true), seed: 0)
        }
    }
}

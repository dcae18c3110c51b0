import Foundation
import RepViT
import Safetensors
import Support
import Testing
import TestSupport

extension OracleTests {
    @Suite("Seeded weights")
    struct SeededActivationsTests {
        struct Activations: Decodable {
            var lowest: Double
            var highest: Double
            /// The largest share of a layer's channels that hardly move.
            var dead: Double
            var logits: Double
            var betweenImages: Double
        }

        @Test("Activations stay sane to the end of every variant", arguments: Variant.allCases)
        func activations(variant: Variant) async throws {
            let folder = TemporaryFolder()
            let weights = folder("weights.safetensors")
            let head = ClassifierHead(classes: 1000, isDistilled: true)
            try SafetensorsWriter.write(try SeededWeights.tensors(variant, head: head, seed: 0), to: weights)
            let text = try await Oracle.run(program: "seeded_activations.py", arguments: [variant.rawValue, weights])
            let kinds = try JSONDecoder().decode([String: Activations].self, from: Data(text.utf8))
            for (kind, found) in kinds {
                #expect(found.lowest > 0.3 && found.highest < 3, "\(kind): \(text)")
                #expect(found.dead < 0.01, "\(kind): \(text)")
                #expect(found.betweenImages > 0.1 * found.logits, "\(kind): \(text)")
            }
        }
    }
}

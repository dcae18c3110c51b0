import FileSupport
import RepViT
import TestSupport
import Testing

@Suite("Seeded weights")
struct SeededWeightsTests {
    @Test(
        "Activations stay sane to the end of every variant",
        .enabled(if: Oracle.python != nil, "needs the oracle environment (Tests/Oracles/setup.sh)"),
        arguments: Variant.allCases)
    func activations(variant: Variant) async throws {
        let folder = TemporaryFolder()
        let weights = folder("weights.safetensors")
        let head = ClassifierHead(classes: 1000, isDistilled: true)
        try SafetensorsWriter.write(try SeededWeights.tensors(variant, head: head, seed: 0), to: weights)
        print(try await Oracle.run(OracleScripts.activations, arguments: [variant.rawValue, weights]))
    }
}

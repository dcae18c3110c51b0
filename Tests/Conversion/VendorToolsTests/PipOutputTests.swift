import Diagnostics
import Testing
@testable import VendorTools

@Suite struct PipOutputTests {
    @Test("Distributions are counted, and a big download shows its bytes")
    func progress() {
        var output = PipOutput(total: 3)
        #expect(output.update(with: "Collecting six==1.17.0 (from -r lock (line 1))")?.completed == 0)
        #expect(output.update(with: "Progress 8192 of 10000") == nil)
        #expect(output.update(with: "Collecting torch==1.12.1 (from -r lock (line 2))")?.completed == 1)
        #expect(
            output.update(with: "Progress 100000000 of 776300000")
                == Progress("downloading torch", completed: 100_000_000, total: 776_300_000, unit: .bytes))
        #expect(output.update(with: "Installing collected packages: six, torch")?.label == "unpacking the toolchain")
    }

    @Test(
        "What stops pip becomes one line with advice",
        arguments: [
            (
                [
                    "Collecting torch==1.12.1",
                    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
                ], "torch is not the file"
            ),
            (
                [
                    "WARNING: Retrying after connection broken by 'NewConnectionError(...)': /simple/torch/",
                    "ERROR: No matching distribution found for torch==1.12.1",
                ],
                "cannot be reached"
            ),
            (
                ["ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"],
                "no space left"
            ),
            (["ERROR: No matching distribution found for dgdk==1.0.0"], "has no dgdk==1.0.0"),
        ])
    func failures(lines: [String], expected: String) {
        var output = PipOutput(total: 1)
        for line in lines { _ = output.update(with: line) }
        let failure = output.failure(lastLines: lines)
        #expect(failure.reason.contains(expected))
        #expect(failure.advice != nil)
    }
}

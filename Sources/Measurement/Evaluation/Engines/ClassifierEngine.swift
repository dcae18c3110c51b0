internal import ONNX

/// Computes the logits of images.
package protocol ClassifierEngine: Sendable {
    var kind: EngineKind { get }
    /// The file of the model.
    var model: String { get }
    /// What the model is given for each image.
    var inputs: [InputPort] { get }
    /// How many classes it tells apart; `nil` if the model does not say.
    var classCount: Int? { get }
    /// Images that are computed in one run. Fewer are filled up, and cost as much.
    var batch: Int { get }
    /// What a reader of the results has to know, a line each.
    var notes: [String] { get }

    /// The logits of each sample, in order.
    ///
    /// Called from several tasks at once; what cannot run at the same time waits.
    func logits(_ samples: [Sample]) async throws -> [[Float]]
}

extension ClassifierEngine {
    package var notes: [String] { [] }

    /// Splits samples into runs of ``batch``, the last of them filled up with copies of its last sample.
    func runs(_ samples: [Sample]) -> [(samples: [Sample], count: Int)] {
        stride(from: 0, to: samples.count, by: batch).map { start in
            var run = Array(samples[start..<min(start + batch, samples.count)])
            let count = run.count
            while run.count < batch { run.append(run[count - 1]) }
            return (run, count)
        }
    }
}

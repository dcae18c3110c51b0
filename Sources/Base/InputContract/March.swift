/// The processor that a model is to be compiled for.
package enum March: String, Sendable, Hashable, CaseIterable, Codable {
    /// RDK X5.
    case bayesE = "bayes-e"
    case bayes
    /// RDK X3.
    case bernoulli2
    /// None: the ONNX standard alone.
    case none
}

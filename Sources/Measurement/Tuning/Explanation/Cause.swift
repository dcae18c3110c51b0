/// Why something loses accuracy, with the evidence and what answers it.
package struct Cause: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case bgrCalibrationData = "bgr-calibration-data"
        case bgrInput = "bgr-input"
        case wrongMean = "wrong-mean"
        case wrongRange = "wrong-range"
        case saturation
        case outlierChannel = "outlier-channel"
        case outlierImage = "outlier-image"
        case squeezeExciteMean = "squeeze-excite-mean"
        case geluTail = "gelu-tail"
        case depthwiseSpread = "depthwise-channel-spread"
        case residualAdd = "residual-add"
        case weightSpread = "weight-spread"
        case coarseStep = "coarse-step"

        /// What a person calls it.
        package var title: String {
            switch self {
            case .bgrCalibrationData: "calibration data in BGR order"
            case .bgrInput: "channel order of the input"
            case .wrongMean: "mean or scale of the input"
            case .wrongRange: "NV12 range of the input"
            case .saturation: "saturating activation"
            case .outlierChannel: "range set by one channel"
            case .outlierImage: "range set by one image"
            case .squeezeExciteMean: "squeeze-excite mean"
            case .geluTail: "GELU tail"
            case .depthwiseSpread: "spread of depthwise channels"
            case .residualAdd: "residual add"
            case .weightSpread: "spread of weights"
            case .coarseStep: "coarse step"
            }
        }
    }

    package var kind: Kind
    /// The figures that show it.
    package var evidence: String
    /// A line of the mapper YAML, or an edit.
    package var answer: String

    package init(_ kind: Kind, evidence: String, answer: String) {
        self.kind = kind
        self.evidence = evidence
        self.answer = answer
    }
}

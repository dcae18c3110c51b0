package import Diagnostics

/// Why a model cannot be explained.
package enum ExplanationError: UserError, Equatable {
    case noLogits
    /// The input of the calibrated model is not one image.
    case input(path: String)
    /// The float model has another number of outputs.
    case differentModel(logits: Int, expected: Int)

    package var message: String {
        switch self {
        case .noLogits: "the calibrated model has no float output that could be compared"
        case .input: "only models with one image as their input can be explained"
        case .differentModel(let logits, let expected):
            "the calibrated model has \(logits) outputs, and the float model has \(expected)"
        }
    }

    package var fix: String? {
        switch self {
        case .noLogits, .input: nil
        case .differentModel: "build again from this float model"
        }
    }

    package var location: SourceLocation? {
        if case .input(let path) = self { SourceLocation(path: path) } else { nil }
    }
}

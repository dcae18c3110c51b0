package import Diagnostics

/// What keeps a model from being run on images.
package enum EvaluationError: UserError {
    /// The model does not take what this program can make of an image.
    case unsupportedModel(path: String, reason: String)

    package var message: String {
        switch self {
        case .unsupportedModel(_, let reason): "this model cannot be run on images: \(reason)"
        }
    }

    package var fix: String? {
        switch self {
        case .unsupportedModel:
            "a .bin is built with input_type_rt nv12 and a square input; a .onnx takes one float image of 3 channels"
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .unsupportedModel(let path, _): SourceLocation(path: path)
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .unsupportedModel: .failure
        }
    }
}

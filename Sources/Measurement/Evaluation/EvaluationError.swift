package import Diagnostics

/// Why a model cannot be run on images.
package enum EvaluationError: UserError {
    /// The model's input is not something that this program can make of an image.
    case unsupportedModel(path: String, reason: String)

    package var message: String {
        switch self {
        case .unsupportedModel(_, let reason): "this model cannot be run on images: \(reason)"
        }
    }

    package var fix: String? {
        switch self {
        case .unsupportedModel:
            "build the .bin with input_type_rt: nv12 and a square input; a .onnx needs one float input [1, 3, size, size]"
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

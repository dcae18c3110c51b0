public import CalibrationData
public import Diagnostics
public import GraphRuntime
public import ONNXModel
public import Toolchain

/// What keeps a model from being run on images.
public enum EvaluationError: UserError {
    case image(ImageError)
    case toolchain(ToolchainError)
    case onnx(ONNXError)
    case runtime(RuntimeError)
    /// The model does not take what this program can make of an image.
    case unsupportedModel(path: String, reason: String)

    public var message: String {
        switch self {
        case .image(let error): error.message
        case .toolchain(let error): error.message
        case .onnx(let error): error.message
        case .runtime(let error): error.message
        case .unsupportedModel(_, let reason): "this model cannot be run on images: \(reason)"
        }
    }

    public var fix: String? {
        switch self {
        case .image(let error): error.fix
        case .toolchain(let error): error.fix
        case .onnx(let error): error.fix
        case .runtime(let error): error.fix
        case .unsupportedModel:
            "a .bin is built with input_type_rt nv12 and a square input; a .onnx takes one float image of 3 channels"
        }
    }

    public var location: SourceLocation? {
        switch self {
        case .image(let error): error.location
        case .toolchain(let error): error.location
        case .onnx(let error): error.location
        case .runtime(let error): error.location
        case .unsupportedModel(let path, _): SourceLocation(path: path)
        }
    }

    public var exitStatus: ExitStatus {
        switch self {
        case .image(let error): error.exitStatus
        case .toolchain(let error): error.exitStatus
        case .onnx(let error): error.exitStatus
        case .runtime(let error): error.exitStatus
        case .unsupportedModel: .failure
        }
    }
}

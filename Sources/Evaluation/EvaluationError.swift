public import CalibrationData
public import Diagnostics
public import Toolchain

/// What keeps a model from being run on images.
public enum EvaluationError: UserError {
    case image(ImageError)
    case toolchain(ToolchainError)
    /// The model does not take what this program can make of an image.
    case unsupportedModel(path: String, reason: String)

    public var message: String {
        switch self {
        case .image(let error): error.message
        case .toolchain(let error): error.message
        case .unsupportedModel(_, let reason): "this model cannot be run on images: \(reason)"
        }
    }

    public var fix: String? {
        switch self {
        case .image(let error): error.fix
        case .toolchain(let error): error.fix
        case .unsupportedModel: "build it with input_type_rt nv12 and a square input"
        }
    }

    public var location: SourceLocation? {
        switch self {
        case .image(let error): error.location
        case .toolchain(let error): error.location
        case .unsupportedModel(let path, _): SourceLocation(path: path)
        }
    }

    public var exitStatus: ExitStatus {
        switch self {
        case .image(let error): error.exitStatus
        case .toolchain(let error): error.exitStatus
        case .unsupportedModel: .failure
        }
    }
}

public import Diagnostics
public import GraphRuntime
public import ONNXModel

/// Why a model is not simplified.
public enum SimplificationError: UserError {
    case model(ONNXError)
    /// One of the two models does not run. `which` says which: `the original`, `the simplified model`.
    case runtime(RuntimeError, which: String)
    /// A fused weight is beyond the range of float32.
    case overflow(tensor: String)
    case unknownPass(String)
    /// An input shape that was asked for does not go with the model.
    case inputShape(String)
    /// The opset that was asked for cannot be.
    case opset(Int)
    /// An input of which no sample can be made.
    case input(name: String, problem: String)
    /// The two models do not have the same outputs, or their shapes differ.
    case outputs(String)
    /// The model uses what the passes do not know.
    case unsupported(String)

    public var message: String {
        switch self {
        case .model(let error): error.message
        case .runtime(let error, let which): "\(which) does not run: \(error.message)"
        case .overflow(let tensor): "'\(tensor)' would have numbers beyond the range of float32"
        case .unknownPass(let name): "there is no pass '\(name)'"
        case .inputShape(let problem): problem
        case .opset(let opset): "opset \(opset) is not among those that models are converted to, 10 to 22"
        case .input(let name, let problem): "input '\(name)': \(problem)"
        case .outputs(let problem): problem
        case .unsupported(let what): what
        }
    }

    public var fix: String? {
        switch self {
        case .model(let error): error.fix
        case .runtime(let error, _): error.fix
        case .overflow: "the weights hardly are those of a trained network; check the model"
        case .unknownPass: "the passes are: \(Simplifier.passNames.joined(separator: ", "))"
        case .inputShape: "name the input and all of its sizes: --input-shape data=1x3x224x224"
        case .opset: "--opset 11 is what hb_mapper takes"
        case .input: "fix its shape: --input-shape name=1x3x224x224"
        case .outputs, .unsupported: nil
        }
    }

    public var location: SourceLocation? {
        switch self {
        case .model(let error): error.location
        default: nil
        }
    }

    public var exitStatus: ExitStatus {
        switch self {
        case .unknownPass, .inputShape, .opset: .usage
        default: .failure
        }
    }
}

package import Diagnostics

/// Why a model is not simplified.
package enum SimplificationError: UserError {
    case unknownPass(String)
    /// An input shape that was asked for does not go with the model.
    case inputShape(String)
    /// The opset that was asked for cannot be.
    case opset(Int)
    /// The model uses what the passes do not know.
    case unsupported(String)

    package var message: String {
        switch self {
        case .unknownPass(let name): "unknown pass '\(name)'"
        case .inputShape(let problem): problem
        case .opset(let opset): "opset \(opset) is not among those that models are converted to, 10 to 22"
        case .unsupported(let what): what
        }
    }

    package var fix: String? {
        switch self {
        case .unknownPass: "the passes are: \(Simplifier.passNames.joined(separator: ", "))"
        case .inputShape: "name the input and all of its sizes: --input-shape data=1x3x224x224"
        case .opset: "use --opset 11, which hb_mapper requires"
        case .unsupported: nil
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .unknownPass, .inputShape, .opset: .usage
        default: .failure
        }
    }
}

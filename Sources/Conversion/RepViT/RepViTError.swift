package import Diagnostics
internal import Safetensors
internal import Support

/// Why weights could not be read, or a network could not be exported.
package enum RepViTError: UserError, Equatable {
    case wrongWeights(source: String, problem: WeightsProblem)
    case inputSize(Int)
    case classCount(Int)
    /// The weights' classifier has `found` classes.
    case otherClassCount(source: String, asked: Int, found: Int)

    package var message: String {
        switch self {
        case .wrongWeights(_, let problem): problem.message
        case .inputSize(let size):
            "the input size \(size) cannot be used: it must be a multiple of \(InputSize.step) in "
                + "\(InputSize.range.lowerBound)...\(InputSize.range.upperBound)"
        case .classCount(let count):
            "a classifier cannot have \(count) classes: it must have 1...\(ClassifierHead.maximumClasses)"
        case .otherClassCount(_, let asked, let found):
            "\(asked) classes were asked for, and the weights have \(found)"
        }
    }

    package var fix: String? {
        switch self {
        case .wrongWeights(_, let problem): problem.fix
        case .inputSize(let size): "use --input-size \(InputSize.nearest(to: size))"
        case .classCount: "pass the number of classes in your data set"
        case .otherClassCount(_, _, let found):
            "use --num-classes \(found), or omit it to read the number from the weights"
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .wrongWeights(let source, _), .otherClassCount(let source, _, _): SourceLocation(path: source)
        case .inputSize, .classCount: nil
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .inputSize, .classCount: .usage
        default: .failure
        }
    }
}

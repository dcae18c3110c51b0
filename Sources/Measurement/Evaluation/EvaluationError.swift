package import Diagnostics
package import InputContract

/// What keeps a model from being run on images, or an evaluation from being done.
package enum EvaluationError: UserError, Equatable {
    /// The model does not take what this program can make of an image.
    case unsupportedModel(path: String, reason: String)
    case unsupportedInput(String, shape: [Int])
    /// Models that are to be compared take images of these sizes.
    case differentSizes([ImageSize])
    /// Engines that give different numbers of logits.
    case differentClasses(engine: EngineKind, classes: Int, expected: Int)
    /// Another process writes this journal.
    case busy(path: String)
    /// None of the images can be read.
    case nothingReadable(path: String, count: Int)
    /// Classes of images that the model does not have, or cannot be told.
    case badLabels(path: String, reason: String, fix: String)

    package var message: String {
        switch self {
        case .unsupportedModel(_, let reason): "this model cannot be run on images: \(reason)"
        case .unsupportedInput(let name, let shape): "input '\(name)' of shape \(shape) is not an image"
        case .differentSizes(let sizes):
            "the models take images of different sizes: \(sizes.map(\.description).joined(separator: ", "))"
        case .differentClasses(let engine, let classes, let expected):
            "\(engine.rawValue) returns \(classes) logits, but the float model \(expected)"
        case .busy: "another process is running this evaluation"
        case .nothingReadable(_, let count): "none of the \(count) images can be read"
        case .badLabels(_, let reason, _): reason
        }
    }

    package var fix: String? {
        switch self {
        case .unsupportedModel: "`repvit-convert inspect` prints the inputs of a model"
        case .unsupportedInput: "use a model whose inputs are images or feature maps"
        case .differentSizes, .differentClasses: "evaluate files of the same build"
        case .busy: "wait until it has finished"
        case .nothingReadable: "pass JPEG or PNG images"
        case .badLabels(_, _, let fix): fix
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .unsupportedModel(let path, _), .busy(let path), .nothingReadable(let path, _), .badLabels(let path, _, _):
            SourceLocation(path: path)
        case .unsupportedInput, .differentSizes, .differentClasses: nil
        }
    }
}

package import Safetensors

/// Why weights do not make the network that was asked for.
package enum WeightsProblem: Error, Sendable, Hashable {
    /// The first of `count` missing tensors.
    case missing(tensor: String, shape: [Int], count: Int)
    /// The first of `count` tensors that no layer uses.
    case unexpected(tensor: String, count: Int, variant: Variant)
    case shape(tensor: String, expected: [Int], found: [Int])
    case type(tensor: String, found: SafetensorsType)
    case notFinite(tensor: String, index: Int, value: String)
    /// A running variance that leaves nothing to divide by.
    case variance(tensor: String, index: Int, value: String)
    case otherVariant(asked: Variant, found: Variant)
    case alreadyFused
    /// timm's `repvit_m1`, `repvit_m2`, `repvit_m3`: another token mixer.
    case legacy
    case noClassifier
    case notRepViT(tensor: String?, count: Int)
    case classCount(tensor: String, classes: Int)

    var message: String {
        switch self {
        case .missing(let tensor, let shape, let count):
            "tensor '\(tensor)' of shape \(shape) is missing" + Self.others(count, "missing")
        case .unexpected(let tensor, let count, let variant):
            "tensor '\(tensor)' has no place in \(variant.timmName)" + Self.others(count, "unexpected")
        case .shape(let tensor, let expected, let found):
            "tensor '\(tensor)' has shape \(found), and \(expected) is expected"
        case .type(let tensor, let found):
            "tensor '\(tensor)' has type \(found.rawValue), and F32, F16, BF16 or F64 is expected"
        case .notFinite(let tensor, let index, let value):
            "tensor '\(tensor)' holds \(value) at index \(index)"
        case .variance(let tensor, let index, let value):
            "tensor '\(tensor)' holds \(value) at index \(index), and a variance cannot be negative"
        case .otherVariant(let asked, let found):
            "these are the weights of \(found.rawValue), not of \(asked.rawValue)"
        case .alreadyFused:
            "these weights are fused already: the BatchNorm layers are gone from them"
        case .legacy:
            "these are weights of timm's older repvit_m1, repvit_m2 or repvit_m3, whose blocks differ"
        case .noClassifier:
            "no classifier: tensor 'head.head.l.weight' is missing"
        case .notRepViT(let tensor, let count):
            tensor.map { "these are not timm's RepViT weights: of \(count) tensors the first is '\($0)'" }
                ?? "the file has no tensors"
        case .classCount(let tensor, let classes):
            "tensor '\(tensor)' has \(classes) classes, expected 1 to \(ClassifierHead.maximumClasses)"
        }
    }

    var fix: String {
        switch self {
        case .missing, .unexpected, .shape:
            "save the whole state dictionary of the timm model, unfused"
        case .type: "save the weights as float32"
        case .notFinite, .variance: "the training went wrong here: take an earlier checkpoint"
        case .otherVariant(_, let found): "use the variant \(found.rawValue), or other weights"
        case .alreadyFused: "save the state dictionary before model.fuse() is called"
        case .legacy: "use weights of one of \(Variant.allCases.map(\.timmName).joined(separator: ", "))"
        case .noClassifier: "save a model made with num_classes greater than 0"
        case .notRepViT: "save the state dictionary of timm.create_model('repvit_m0_9') or of one of its family"
        case .classCount: "save the weights of a model with a classifier"
        }
    }

    private static func others(_ count: Int, _ adjective: String) -> String {
        switch count {
        case ...1: ""
        case 2: ", and 1 more is \(adjective)"
        default: ", and \(count - 1) more are \(adjective)"
        }
    }
}

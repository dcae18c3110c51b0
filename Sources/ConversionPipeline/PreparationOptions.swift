public import MapperConfig
public import RepViT
public import Primitives

/// What `prepare` is asked for.
public struct PreparationOptions: Sendable {
    /// Where the weights come from.
    public enum Weights: Sendable, Hashable {
        /// A safetensors file with timm's names.
        case file(String)
        /// timm's published weights.
        case hub
        /// Untrained ones, made from a seed.
        case seeded
    }

    /// The variant's name, or that of a model of the user's own: what everything is called after.
    public var name: String
    /// `nil` for a model that is no RepViT.
    public var variant: Variant?
    public var weights: Weights
    /// An ONNX model of the user's own instead of an export; it is simplified.
    public var model: String?
    /// The folder of images to calibrate with; `nil` for images made by this program.
    public var images: String?
    /// How many images to calibrate with.
    public var count: Int
    /// For the choice of images, and for seeded weights.
    public var seed: UInt64
    public var profile: Profile
    public var range: NV12Range
    /// The side of the square input in pixels.
    public var inputSize: Int
    /// Classes of seeded weights; other weights say it themselves.
    public var classes: Int
    /// The folder that holds one work folder a variant.
    public var work: String
    /// Run every stage, whatever is remembered.
    public var force: Bool

    public init(variant: Variant, weights: Weights, images: String?, work: String) {
        name = variant.rawValue
        self.variant = variant
        self.weights = weights
        model = nil
        self.images = images
        count = 100
        seed = 0
        profile = .latency
        range = .full
        inputSize = Preprocessing.defaultInputSize
        classes = 1000
        self.work = work
        force = false
    }

    /// For any classifier, called by a name of letters, digits, `_` and `-`.
    public init(model: String, name: String, images: String?, work: String) {
        self.init(variant: .m0_9, weights: .seeded, images: images, work: work)
        self.name = name
        self.model = model
        variant = nil
    }
}

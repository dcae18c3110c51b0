package import InputContract
package import MapperYAML
package import RepViT

/// The options of `prepare`.
package struct PreparationOptions: Sendable {
    /// Where the weights come from.
    package enum Weights: Sendable, Hashable {
        /// A safetensors file with timm's names.
        case file(String)
        /// timm's published weights.
        case hub
        /// Untrained, generated from a seed.
        case seeded
    }

    /// The variant's name, or the name of another model; the files are named after it.
    package var name: String
    /// `nil` for a model that is not a RepViT.
    package var variant: Variant?
    package var weights: Weights
    /// An ONNX model to simplify instead of exporting one.
    package var model: String?
    /// The folder or list of images to calibrate with; `nil` for synthetic ones.
    package var images: String?
    /// How many images to calibrate with.
    package var count: Int
    /// For the choice of images, and for seeded weights.
    package var seed: UInt64
    package var profile: Profile
    /// What is said of the input; the network and timm's defaults complete it.
    package var input: InputRequest
    /// Classes of seeded weights (1000 if `nil`); other weights must have as many, if it is given.
    package var classes: Int?
    /// The parent folder of the work folders.
    package var work: String
    /// Whether to run every stage again, and to replace an edited config.
    package var force: Bool

    package init(variant: Variant, weights: Weights, images: String?, work: String) {
        name = variant.rawValue
        self.variant = variant
        self.weights = weights
        model = nil
        self.images = images
        count = 100
        seed = 0
        profile = .latency
        input = InputRequest()
        self.work = work
        force = false
    }

    /// For any classifier, with a name of letters, digits, `_` and `-`.
    package init(model: String, name: String, images: String?, work: String) {
        self.init(variant: .m0_9, weights: .seeded, images: images, work: work)
        self.name = name
        self.model = model
        variant = nil
    }
}

package import InputContract
package import MapperYAML
package import RepViT

/// What `prepare` is asked for.
package struct PreparationOptions: Sendable {
    /// Where the weights come from.
    package enum Weights: Sendable, Hashable {
        /// A safetensors file with timm's names.
        case file(String)
        /// timm's published weights.
        case hub
        /// Untrained ones, made from a seed.
        case seeded
    }

    /// The variant's name, or that of a model of the user's own: what everything is called after.
    package var name: String
    /// `nil` for a model that is no RepViT.
    package var variant: Variant?
    package var weights: Weights
    /// An ONNX model of the user's own instead of an export; it is simplified.
    package var model: String?
    /// The folder of images to calibrate with; `nil` for images made by this program.
    package var images: String?
    /// How many images to calibrate with.
    package var count: Int
    /// For the choice of images, and for seeded weights.
    package var seed: UInt64
    package var profile: Profile
    package var range: NV12Range
    /// The side of the square input in pixels.
    package var inputSize: Int
    /// Classes of seeded weights; other weights say it themselves.
    package var classes: Int
    /// The folder that holds one work folder a variant.
    package var work: String
    /// Run every stage, whatever is remembered.
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
        range = .full
        inputSize = Preprocessing.defaultInputSize
        classes = 1000
        self.work = work
        force = false
    }

    /// For any classifier, called by a name of letters, digits, `_` and `-`.
    package init(model: String, name: String, images: String?, work: String) {
        self.init(variant: .m0_9, weights: .seeded, images: images, work: work)
        self.name = name
        self.model = model
        variant = nil
    }
}

package import CalibrationData
package import Evaluation
package import Imaging
internal import InputContract

/// What is to be evaluated, and on which images.
package struct EvaluationRequest: Sendable {
    package var model: EvaluatedModel
    /// Empty: float and quantized, or what there is.
    package var engines: Set<EngineKind> = []
    /// A folder of images, or a list of them.
    package var images: String
    package var labels: String?
    package var view = View.center
    /// The most images to use; `nil` for all.
    package var limit: Int?
    /// Of the choice of images.
    package var seed: UInt64 = 0
    /// Values of inputs that are not images.
    package var maps: [FeatureMap] = []

    package init(model: EvaluatedModel, images: String) {
        self.model = model
        self.images = images
    }
}

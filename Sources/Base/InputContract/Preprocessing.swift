/// How an image becomes the network's input, as timm records it for every RepViT.
package enum Preprocessing {
    /// The side of the network's input where nothing else is asked for.
    package static let defaultInputSize = 224
    /// The share of the resized image's short side that the centre crop keeps.
    package static let cropFraction = 0.95
    package static let interpolation = "bicubic"
    /// ImageNet's mean of R, G and B, for values in 0...1.
    package static let mean = [0.485, 0.456, 0.406]
    /// ImageNet's standard deviation of R, G and B, for values in 0...1.
    package static let standardDeviation = [0.229, 0.224, 0.225]

    /// The short side to which an image is resized before the centre crop: `floor(size / 0.95)`.
    package static func resizedShortSide(for inputSize: Int) -> Int {
        Int((Double(inputSize) / cropFraction).rounded(.down))
    }
}

/// How an image becomes the network's input, as timm records it for every RepViT.
public enum Preprocessing {
    /// The side of the network's input where nothing else is asked for.
    public static let defaultInputSize = 224
    /// The share of the resized image's short side that the centre crop keeps.
    public static let cropFraction = 0.95
    public static let interpolation = "bicubic"
    /// ImageNet's mean of R, G and B, for values in 0...1.
    public static let mean = [0.485, 0.456, 0.406]
    /// ImageNet's standard deviation of R, G and B, for values in 0...1.
    public static let standardDeviation = [0.229, 0.224, 0.225]

    /// The short side to which an image is resized before the centre crop: `floor(size / 0.95)`.
    public static func resizedShortSide(for inputSize: Int) -> Int {
        Int((Double(inputSize) / cropFraction).rounded(.down))
    }
}

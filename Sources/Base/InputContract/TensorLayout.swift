/// The order of the dimensions of an image tensor.
package enum TensorLayout: String, Sendable, Hashable, CaseIterable, Codable {
    /// `[N, 3, H, W]`, as PyTorch exports it.
    case nchw = "NCHW"
    /// `[N, H, W, 3]`, as TensorFlow exports it.
    case nhwc = "NHWC"

    /// The shape of one RGB image.
    package func shape(_ size: ImageSize) -> [Int] {
        switch self {
        case .nchw: [1, 3, size.height, size.width]
        case .nhwc: [1, size.height, size.width, 3]
        }
    }
}

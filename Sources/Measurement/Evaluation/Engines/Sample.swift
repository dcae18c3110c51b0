package import Imaging

/// What one run of a network is given: an image, and the values of inputs that are not images.
package struct Sample: Sendable {
    /// Square, of the network's size. `nil` if none of the inputs is an image.
    package var image: RGBImage?
    /// Little-endian float32, by the input's name.
    package var maps: [String: [UInt8]]

    package init(image: RGBImage?, maps: [String: [UInt8]] = [:]) {
        self.image = image
        self.maps = maps
    }
}

/// Which numbers mean black and white in NV12.
///
/// A model expects one of them, and feeding the other costs about three points of Top-1 (measured): it is decided
/// by the mapper's configuration and never guessed.
package enum NV12Range: String, Sendable, Hashable, CaseIterable, Codable {
    /// BT.601, luma 0...255: what a model built with `input_space_and_range: regular` expects.
    case full
    /// BT.601, luma 16...235, as OpenCV's `COLOR_RGB2YUV_I420` makes it: what `bt601_video` expects.
    case video
}

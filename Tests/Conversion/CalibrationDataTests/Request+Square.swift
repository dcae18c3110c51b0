@testable import CalibrationData
import Imaging
import InputContract

extension CalibrationSet.Request {
    /// Float tensors of a square RGB input.
    init(
        images: ImageSource, preset: Preset, size side: Int, count: Int, seed: UInt64 = 0, nv12Range: NV12Range? = nil,
        toolVersion: String
    ) {
        self.init(
            .pictures(images, Recipe(preset: preset, format: .rgbCHW), size: ImageSize(square: side)), count: count,
            seed: seed, toolVersion: toolVersion)
        self.nv12Range = nv12Range
    }
}

public import Primitives

/// The bytes of an NV12 file, from the picture's file on.
public enum NV12File {
    /// Decodes, brings to the size, and converts: `size * size * 3 / 2` bytes.
    ///
    /// - Throws: ``CalibrationError/image(_:)``, ``CalibrationError/badSize(_:)``, ``CalibrationError/oddSize(_:)``.
    public static func make(
        image path: String, preset: Preset, size: Int, range: NV12Range
    ) throws(CalibrationError) -> [UInt8] {
        guard Preset.sizes.contains(size) else { throw .badSize(size) }
        guard size % 2 == 0 else { throw .oddSize(size) }
        let picture: RGBImage
        do {
            picture = try preset.load(path: path, size: size)
        } catch {
            throw .image(error)
        }
        guard let bytes = NV12.bytes(picture, range: range) else { throw .oddSize(size) }
        return bytes
    }
}

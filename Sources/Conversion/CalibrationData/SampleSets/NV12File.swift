package import Imaging
package import InputContract
internal import Support

/// An NV12 file, from the image's file on.
package struct NV12File: Sendable {
    package let bytes: [UInt8]
    private let recipe: Recipe
    private let size: ImageSize
    private let layout: BufferLayout
    private let source: String

    /// What a file is, for whoever finds it.
    package struct Record: Sendable, Codable, Equatable {
        package var schemaVersion = 1
        package var path: String
        package var sha256: String
        package var source: String
        /// Preset and range under one name and hash: `timm-nv12-full`.
        package var recipe: CalibrationManifest.PresetRecord
        package var width: Int
        package var height: Int
        /// Bytes from one row to the next.
        package var stride: Int
        package var chromaOffset: Int
        package var bytes: Int
    }

    /// Decodes, brings to the size, and converts.
    ///
    /// - Throws: `ImageError`, ``CalibrationError/badSize(_:)``, ``CalibrationError/oddSize(_:)``.
    package static func make(
        image path: String, preset: Preset, size: ImageSize, range: NV12Range, layout: BufferLayout = .packed
    ) throws -> NV12File {
        guard ImageSize.sides.contains(size.height), ImageSize.sides.contains(size.width) else {
            throw CalibrationError.badSize(size)
        }
        guard size.isEven else { throw CalibrationError.oddSize(size) }
        let recipe = Recipe(preset: preset, format: .nv12(range, layout: layout))
        let picture = try preset.load(path: path, size: size)
        guard let bytes = recipe.format.bytes(picture) else { throw CalibrationError.oddSize(size) }
        return NV12File(bytes: bytes, recipe: recipe, size: size, layout: layout, source: path)
    }

    package func record(path: String) -> Record {
        Record(
            path: path, sha256: SHA256.hash(ByteView(bytes)).description, source: source,
            recipe: CalibrationManifest.PresetRecord(recipe), width: size.width, height: size.height,
            stride: layout.stride(width: size.width),
            chromaOffset: layout.chromaOffset(width: size.width, height: size.height),
            bytes: bytes.count)
    }
}

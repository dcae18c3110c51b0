internal import FileSupport
public import Primitives

/// An NV12 file, from the picture's file on.
public struct NV12File: Sendable {
    public let bytes: [UInt8]
    private let recipe: Recipe
    private let size: Int
    private let layout: BufferLayout
    private let source: String

    /// What a file is, for whoever finds it.
    public struct Record: Sendable, Codable, Equatable {
        public var schemaVersion = 1
        public var path: String
        public var sha256: String
        public var source: String
        /// Preset and range under one name and hash: `timm-nv12-full`.
        public var recipe: CalibrationManifest.PresetRecord
        public var width: Int
        public var height: Int
        /// Bytes from one row to the next.
        public var stride: Int
        public var chromaOffset: Int
        public var bytes: Int
    }

    /// Decodes, brings to the size, and converts.
    ///
    /// - Throws: ``CalibrationError/image(_:)``, ``CalibrationError/badSize(_:)``, ``CalibrationError/oddSize(_:)``.
    public static func make(
        image path: String, preset: Preset, size: Int, range: NV12Range, layout: BufferLayout = .packed
    ) throws(CalibrationError) -> NV12File {
        guard Preset.sizes.contains(size) else { throw .badSize(size) }
        guard size % 2 == 0 else { throw .oddSize(size) }
        let recipe = Recipe(preset: preset, format: .nv12(range, layout: layout))
        let picture: RGBImage
        do {
            picture = try preset.load(path: path, size: size)
        } catch {
            throw .image(error)
        }
        guard let bytes = recipe.format.bytes(picture) else { throw .oddSize(size) }
        return NV12File(bytes: bytes, recipe: recipe, size: size, layout: layout, source: path)
    }

    public func record(path: String) -> Record {
        Record(
            path: path, sha256: SHA256.hash(ByteView(bytes)).description, source: source,
            recipe: CalibrationManifest.PresetRecord(recipe), width: size, height: size,
            stride: layout.stride(width: size), chromaOffset: layout.chromaOffset(width: size, height: size),
            bytes: bytes.count)
    }
}

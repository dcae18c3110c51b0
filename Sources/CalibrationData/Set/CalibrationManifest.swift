internal import FileSupport
internal import Foundation
public import Primitives

/// What a folder of calibration data was made of, and how: `manifest.json` beside the data.
public struct CalibrationManifest: Sendable, Hashable, Codable {
    /// The name of the file.
    public static let fileName = "manifest.json"
    /// What tells our manifest from anybody else's.
    public static let kind = "repvit-convert calibration"

    /// The preset by name, by its definition, and by the definition's SHA-256.
    public struct PresetRecord: Sendable, Hashable, Codable {
        public var identifier: String
        public var definition: String
        public var sha256: String
    }

    public struct Entry: Sendable, Hashable, Codable {
        /// The name in the data folder.
        public var file: String
        /// Relative to the folder of images, or as the list of images has it.
        public var source: String
        public var sourceSha256: String
        public var sha256: String
    }

    public var schemaVersion = 1
    public var kind = Self.kind
    public var toolVersion: String
    public var preset: PresetRecord
    /// The side of the square, in pixels.
    public var size: Int
    /// The layout of the tensors: `rgbchw` is `[3, size, size]`, planes R, G, B.
    public var layout = RGBCHW.fileExtension
    public var elementType = "float32"
    public var valueRange = "0...255"
    /// The kind of NV12 that the model is to be fed with, if the caller knows it. It does not change this data.
    public var nv12Range: NV12Range?
    public var seed: UInt64
    public var count: Int
    /// The folder with the data and nothing else, relative to the manifest.
    public var dataFolder: String
    public var entries: [Entry]

    /// As JSON with sorted keys in snake case.
    public func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        guard let data = try? encoder.encode(self) else { preconditionFailure("a manifest always encodes") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// Reads `manifest.json` in a folder.
    ///
    /// - Throws: ``CalibrationError/file(_:)`` or ``CalibrationError/badManifest(path:reason:)``.
    public init(folder: String) throws(CalibrationError) {
        let path = Path.join(folder, Self.fileName)
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            self = try decoder.decode(Self.self, from: file.withUnsafeBytes { Data($0) })
        } catch {
            throw .badManifest(path: path, reason: "it is not the manifest of calibration data")
        }
        guard kind == Self.kind, schemaVersion == 1 else {
            throw .badManifest(path: path, reason: "it is of another kind or version")
        }
    }

    init(
        toolVersion: String, preset: Preset, size: Int, nv12Range: NV12Range?, seed: UInt64, dataFolder: String,
        entries: [Entry]
    ) {
        self.toolVersion = toolVersion
        self.preset = PresetRecord(
            identifier: preset.identifier, definition: preset.definition, sha256: preset.hash.description)
        self.size = size
        self.nv12Range = nv12Range
        self.seed = seed
        count = entries.count
        self.dataFolder = dataFolder
        self.entries = entries
    }
}

internal import FileSupport
internal import Foundation
public import Primitives

/// What a folder of calibration data was made of, and how: `manifest.json` beside the data.
public struct CalibrationManifest: Sendable, Hashable, Codable {
    /// The name of the file.
    public static let fileName = "manifest.json"
    /// What tells our manifest from anybody else's.
    public static let kind = "repvit-convert calibration"

    /// A preset or a recipe by name, by its definition, and by the definition's SHA-256.
    public struct PresetRecord: Sendable, Hashable, Codable {
        public var identifier: String
        public var definition: String
        public var sha256: String

        init(_ preset: Preset) {
            identifier = preset.identifier
            definition = preset.definition
            sha256 = preset.hash.description
        }

        init(identifier: String, definition: String) {
            self.identifier = identifier
            self.definition = definition
            sha256 = SHA256.hash(definition).description
        }

        init(_ recipe: Recipe) {
            identifier = recipe.identifier
            definition = recipe.definition
            sha256 = recipe.hash.description
        }
    }

    /// The sample of an input that is passed through.
    public struct FeatureMapEntry: Sendable, Hashable, Codable {
        /// The input's name.
        public var input: String
        /// Relative to the manifest.
        public var file: String
        public var source: String
        public var sha256: String
    }

    public struct Entry: Sendable, Hashable, Codable {
        /// The name in the data folder.
        public var file: String
        /// Relative to the folder of images, or as the list of images has it.
        public var source: String
        public var sourceSha256: String
        public var sha256: String
        /// Of the other inputs; `nil` if there are none.
        public var featureMaps: [FeatureMapEntry]?
    }

    public var schemaVersion = 1
    public var kind = Self.kind
    public var toolVersion: String
    public var preset: PresetRecord
    /// Preset and format in one: what decides about every byte of the data.
    public var recipe: PresetRecord?
    /// The side of the square, in pixels.
    public var size: Int
    /// The layout of the samples: `rgbchw` is `[3, size, size]`, planes R, G, B.
    public var layout: String
    public var elementType: String
    public var valueRange = "0...255"
    /// The kind of NV12 that the model is to be fed with, if the caller knows it; of NV12 and YUV444 data, their own.
    public var nv12Range: NV12Range?
    /// What the board is to be fed with, if the caller knows the range: the same preset, as NV12.
    public var boardInput: PresetRecord?
    public var seed: UInt64
    public var count: Int
    /// Whether the classes took turns.
    public var isBalanced: Bool?
    /// The folder with the data and nothing else, relative to the manifest.
    public var dataFolder: String
    /// The folders of the other inputs, by the inputs' names.
    public var featureMapFolders: [String: String]?
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

    init(_ request: CalibrationSet.Request, entries: [Entry]) {
        toolVersion = request.toolVersion
        switch request.content {
        case .pictures(_, let recipe, let size):
            preset = PresetRecord(recipe.preset)
            self.recipe = PresetRecord(recipe)
            self.size = size
            layout = recipe.format.fileExtension == "npy" ? recipe.format.identifier : recipe.format.fileExtension
            if case .tensor(_, _, let element) = recipe.format.content {
                elementType = element.rawValue
            } else {
                elementType = SampleFormat.Element.uint8.rawValue
            }
            nv12Range = recipe.format.range ?? request.nv12Range
            boardInput = nv12Range.map { PresetRecord(Recipe(preset: recipe.preset, format: .nv12($0))) }
        case .featureMap:
            preset = PresetRecord(identifier: "none", definition: "passed through")
            size = 0
            layout = "featuremap"
            elementType = SampleFormat.Element.float32.rawValue
            valueRange = "as given"
        }
        seed = request.seed
        count = entries.count
        isBalanced = request.balance == nil ? nil : true
        dataFolder = request.mainFolder
        let maps = request.companions.map { ($0.name, $0.dataFolder) }
        featureMapFolders = maps.isEmpty ? nil : Dictionary(maps) { first, _ in first }
        self.entries = entries
    }
}

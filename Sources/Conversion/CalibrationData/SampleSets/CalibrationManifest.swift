internal import FoundationEssentials
internal import Imaging
package import InputContract
internal import Support

/// What a folder of calibration data was made of, and how: `manifest.json` next to the data.
package struct CalibrationManifest: Sendable, Hashable, Codable {
    /// The name of the file.
    package static let fileName = "manifest.json"
    /// What tells our manifest from anybody else's.
    package static let kind = "repvit-convert calibration"

    /// A preset or a recipe by name, by its definition, and by the definition's SHA-256.
    package struct PresetRecord: Sendable, Hashable, Codable {
        package var identifier: String
        package var definition: String
        package var sha256: String

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
    package struct FeatureMapEntry: Sendable, Hashable, Codable {
        /// The input's name.
        package var input: String
        /// Relative to the manifest.
        package var file: String
        package var source: String
        package var sha256: String
    }

    package struct Entry: Sendable, Hashable, Codable {
        /// The name in the data folder.
        package var file: String
        /// Relative to the folder of images, or as the list of images has it.
        package var source: String
        package var sourceSha256: String
        package var sha256: String
        /// Of the other inputs; `nil` if there are none.
        package var featureMaps: [FeatureMapEntry]?
    }

    package var schemaVersion = 1
    package var kind = Self.kind
    package var toolVersion: String
    package var preset: PresetRecord
    /// Preset and format in one: what decides about every byte of the data.
    package var recipe: PresetRecord?
    /// The side of a square input, in pixels; `nil` for a rectangle.
    package var size: Int?
    /// `nil` for data that are not images, and in manifests of earlier versions.
    package var height: Int?
    package var width: Int?
    /// The layout of the samples: `rgbchw` is `[3, height, width]`, planes R, G, B.
    package var layout: String
    package var elementType: String
    package var valueRange = "0...255"
    /// The kind of NV12 that the model is to be fed with, if the caller knows it; of NV12 and YUV444 data, their own.
    package var nv12Range: NV12Range?
    /// What the board is to be fed with, if the caller knows the range: the same preset, as NV12.
    package var boardInput: PresetRecord?
    package var seed: UInt64
    package var count: Int
    /// Whether the classes took turns.
    package var isBalanced: Bool?
    /// The folder with the data and nothing else, relative to the manifest.
    package var dataFolder: String
    /// The folders of the other inputs, by the inputs' names.
    package var featureMapFolders: [String: String]?
    package var entries: [Entry]

    /// `nil` for data that are not images.
    package var imageSize: ImageSize? {
        if let height, let width { return ImageSize(height: height, width: width) }
        return size.map(ImageSize.init(square:))
    }

    /// As JSON with sorted keys in snake case.
    package func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        guard let data = try? encoder.encode(self) else { preconditionFailure("a manifest always encodes") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// Reads `manifest.json` in a folder.
    ///
    /// - Throws: `FileError` or ``CalibrationError/badManifest(path:reason:)``.
    package init(folder: String) throws {
        let path = Path.join(folder, Self.fileName)
        let file = try MappedFile(path: path)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            self = try decoder.decode(Self.self, from: file.withUnsafeBytes { Data($0) })
        } catch {
            throw CalibrationError.badManifest(path: path, reason: "it is not the manifest of calibration data")
        }
        guard kind == Self.kind, schemaVersion == 1 else {
            throw CalibrationError.badManifest(path: path, reason: "it is of another kind or version")
        }
    }

    init(_ request: CalibrationSet.Request, entries: [Entry]) {
        toolVersion = request.toolVersion
        switch request.content {
        case .pictures(_, let recipe, let size):
            preset = PresetRecord(recipe.preset)
            self.recipe = PresetRecord(recipe)
            self.size = size.isSquare ? size.height : nil
            (height, width) = (size.height, size.width)
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

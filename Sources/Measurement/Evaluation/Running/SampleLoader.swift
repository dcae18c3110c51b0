package import CalibrationData
package import InputContract
internal import Imaging
internal import Support

/// Reads what a network is given for an image.
package struct SampleLoader: Sendable {
    private let preset: Preset
    private let size: ImageSize?
    private let maps: [FeatureMap]
    private let onlyMap: String?

    /// - Parameters:
    ///   - inputs: of the networks that the samples are for.
    ///   - maps: where the values of inputs that are not images come from: a folder with a file for each image, or a file.
    /// - Throws: ``EvaluationError/differentSizes(_:)`` if the networks take images of different sizes;
    ///   ``SampleError/missing(input:)``.
    package init(for inputs: [InputPort], preset: Preset, maps: [FeatureMap] = []) throws {
        let sizes = Set(inputs.compactMap(\.imageSize))
        guard sizes.count <= 1 else {
            throw EvaluationError.differentSizes(sizes.sorted { ($0.height, $0.width) < ($1.height, $1.width) })
        }
        let mapNames = Set(inputs.filter { $0.content == .featureMap }.map(\.name))
        for input in inputs where input.content != .featureMap && input.imageSize == nil {
            throw EvaluationError.unsupportedInput(input.name, shape: input.shape)
        }
        let named = Set(maps.map(\.name))
        // A network with one input that is not an image is given the files themselves.
        onlyMap = sizes.isEmpty && mapNames.count == 1 && named.isEmpty ? mapNames.first : nil
        if onlyMap == nil, let missing = mapNames.subtracting(named).min() { throw SampleError.missing(input: missing) }
        self.preset = preset
        self.maps = maps.filter { mapNames.contains($0.name) }
        size = sizes.first
    }

    /// - Throws: `ImageError` for an image, or values next to it, that cannot be read; ``SampleError``.
    package func load(_ path: String) throws -> Sample {
        if let onlyMap { return Sample(image: nil, maps: [onlyMap: try FeatureMap.read(path)]) }
        var sample = Sample(image: try size.map { try preset.load(path: path, size: $0) })
        for map in maps {
            let file = Folder.exists(map.folder) ? map.path(for: Path.name(path)) : map.folder
            guard let file else { throw SampleError.missing(input: map.name) }
            sample.maps[map.name] = try FeatureMap.read(file)
        }
        return sample
    }
}

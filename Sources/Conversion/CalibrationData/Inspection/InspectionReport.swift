internal import Imaging
internal import InputContract
internal import Support

/// The format and the values of a directory of calibration data, for `--format json` and for tables.
package struct InspectionReport: Sendable, Codable, Equatable {
    package struct Channel: Sendable, Codable, Equatable {
        /// `R`, `Y`; `1` if unknown.
        package var name: String
        package var mean: Double
        /// Over all pixels of all samples.
        package var standardDeviation: Double
        package var minimum: Double
        package var maximum: Double
        /// Counts per bin, evenly from `histogramFrom` to `histogramTo`.
        package var histogram: [Int]
    }

    package var schemaVersion = 1
    /// As given.
    package var path: String
    package var dataFolder: String
    /// Files that may be samples.
    package var count: Int
    /// Those of the usual size, which were measured.
    package var measured: Int
    /// `float32`, `uint8`, `float64`.
    package var elementType: String?
    /// `NCHW`, `NHWC`, `NV12`, `gray`; missing if undetermined.
    package var layout: String?
    package var width: Int?
    package var height: Int?
    /// `0...255`, `normalized`.
    package var scale: String
    /// Of our manifest.
    package var recipe: String?
    package var range: String?
    package var histogramFrom: Double
    package var histogramTo: Double
    package var channels: [Channel]

    init(_ data: InspectedData, bins: ValueBins, given: String) {
        path = given
        dataFolder = data.folder
        count = data.samples.count
        let statistics = data.measured.map(\.statistics)
        measured = statistics.count
        elementType = data.found?.element.rawValue
        switch data.found?.kind {
        case .nv12: layout = "NV12"
        case .tensor(channels: 1): layout = "gray"
        case .tensor: layout = data.found?.order.map { $0 == .chw ? "NCHW" : "NHWC" }
        case nil: layout = nil
        }
        if let found = data.found, found.kind != nil { (width, height) = (found.width, found.height) }
        scale = data.scale.rawValue
        recipe = data.manifest.map { $0.recipe?.identifier ?? $0.preset.identifier }
        range = data.expectation.range?.rawValue
        (histogramFrom, histogramTo) = (Double(bins.lower), Double(bins.upper))
        let names = Self.names(data)
        channels = names.indices.map { index in
            let parts = statistics.map { $0.channels[index] }
            let count = Double(max(1, parts.count))
            let mean = parts.map(\.mean).reduce(0, +) / count
            let square =
                parts.map { $0.deviation * $0.deviation + ($0.mean - mean) * ($0.mean - mean) }.reduce(0, +) / count
            return Channel(
                name: names[index], mean: mean, standardDeviation: square.squareRoot(),
                minimum: Double(parts.map(\.minimum).min() ?? 0), maximum: Double(parts.map(\.maximum).max() ?? 0),
                histogram: parts.reduce(into: [Int](repeating: 0, count: ValueBins.count)) { sum, part in
                    for bin in sum.indices { sum[bin] += part.histogram[bin] }
                })
        }
    }

    private static func names(_ data: InspectedData) -> [String] {
        guard let first = data.measured.first else { return [] }
        if data.isYUV { return ["Y", "Cb", "Cr"] }
        switch first.statistics.channels.count {
        case 3: return data.expectation.channels == .bgr ? ["B", "G", "R"] : ["R", "G", "B"]
        default: return ["Y"]
        }
    }
}

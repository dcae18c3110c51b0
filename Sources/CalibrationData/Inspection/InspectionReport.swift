internal import FileSupport
internal import Primitives

/// What a folder of calibration data is and what its numbers are like, for `--format json` and for tables.
public struct InspectionReport: Sendable, Codable, Equatable {
    public struct Channel: Sendable, Codable, Equatable {
        /// `R`, `Y`, `1` where nobody knows.
        public var name: String
        public var mean: Double
        /// Over all pixels of all samples.
        public var standardDeviation: Double
        public var minimum: Double
        public var maximum: Double
        /// How many numbers lie in each of the bins, evenly from `histogramFrom` to `histogramTo`.
        public var histogram: [Int]
    }

    public var schemaVersion = 1
    /// As given.
    public var path: String
    public var dataFolder: String
    /// Files that may be samples.
    public var count: Int
    /// Those among them that are as most are, and were measured.
    public var measured: Int
    /// `float32`, `uint8`, `float64`.
    public var elementType: String?
    /// `NCHW`, `NHWC`, `NV12`, `gray`; missing if it cannot be told.
    public var layout: String?
    public var width: Int?
    public var height: Int?
    /// `0...255`, `normalised`.
    public var scale: String
    /// Of our manifest.
    public var recipe: String?
    public var range: String?
    public var histogramFrom: Double
    public var histogramTo: Double
    public var channels: [Channel]

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

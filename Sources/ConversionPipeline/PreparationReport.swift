/// What `prepare` made, as `manifest.json` and `--format json` say it.
public struct PreparationReport: Sendable, Codable, Equatable {
    public struct ModelFile: Sendable, Codable, Equatable {
        public var path: String
        public var sha256: String
        public var parameters: Int
        /// Where the weights came from: a file, the hub, or a seed.
        public var weights: String
        /// Of the weights; `nil` where the user gave the model itself.
        public var weightsSha256: String?
        /// Whether the weights were trained; `nil` where nobody can know.
        public var trained: Bool?
    }

    public struct CalibrationFolder: Sendable, Codable, Equatable {
        public var path: String
        public var count: Int
        public var preset: String
        public var presetSha256: String
        public var seed: UInt64
        public var images: String
    }

    public struct ConfigFile: Sendable, Codable, Equatable {
        public var path: String
        public var sha256: String
        public var profile: String
        /// Of the NV12 that the compiled model expects: `full` or `video`.
        public var nv12Range: String
    }

    public var schemaVersion = 1
    public var tool: String
    public var variant: String
    public var inputSize: Int
    public var model: ModelFile
    public var calibration: CalibrationFolder
    public var config: ConfigFile
    /// What this run did; left out of `manifest.json`, which says the same after every run.
    public var stages: [StageOutcome]?
}

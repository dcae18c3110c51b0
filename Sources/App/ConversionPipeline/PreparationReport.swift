/// What `prepare` made, as `manifest.json` and `--format json` say it.
package struct PreparationReport: Sendable, Codable, Equatable {
    package struct ModelFile: Sendable, Codable, Equatable {
        package var path: String
        package var sha256: String
        package var parameters: Int
        /// Where the weights came from: a file, the hub, or a seed.
        package var weights: String
        /// Of the weights; `nil` where the user gave the model itself.
        package var weightsSha256: String?
        /// Whether the weights were trained; `nil` where nobody can know.
        package var trained: Bool?
    }

    package struct CalibrationFolder: Sendable, Codable, Equatable {
        package var path: String
        package var count: Int
        package var preset: String
        package var presetSha256: String
        package var seed: UInt64
        package var images: String
    }

    package struct ConfigFile: Sendable, Codable, Equatable {
        package var path: String
        package var sha256: String
        package var profile: String
        /// Of the NV12 that the compiled model expects: `full` or `video`.
        package var nv12Range: String
    }

    package var schemaVersion = 1
    package var tool: String
    package var variant: String
    package var inputSize: Int
    package var model: ModelFile
    package var calibration: CalibrationFolder
    package var config: ConfigFile
    /// What this run did; left out of `manifest.json`, which says the same after every run.
    package var stages: [StageOutcome]?
}

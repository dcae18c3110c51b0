/// The results of `prepare`: `manifest.json` and `--format json`.
package struct PreparationReport: Sendable, Codable, Equatable {
    package struct ModelFile: Sendable, Codable, Equatable {
        package var path: String
        package var sha256: String
        package var parameters: Int
        /// Source of the weights: a file, a repository, or a seed.
        package var weights: String
        /// SHA-256 of the weights; `nil` if the user passed the model itself.
        package var weightsSha256: String?
        /// Whether the weights are trained; `nil` if unknown.
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
        /// Range of the compiled model's NV12 input: `full` or `video`.
        package var nv12Range: String
    }

    package var schemaVersion = 1
    package var tool: String
    package var variant: String
    package var inputSize: Int
    package var model: ModelFile
    package var calibration: CalibrationFolder
    package var config: ConfigFile
    /// The stages of this run; not in `manifest.json`, which is the same after every run.
    package var stages: [StageOutcome]?
}

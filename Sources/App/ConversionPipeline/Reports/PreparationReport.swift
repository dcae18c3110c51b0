package import InputContract

/// The results of `prepare`: `manifest.json` and `--format json`.
package struct PreparationReport: Sendable, Codable, Equatable {
    package struct ModelFile: Sendable, Codable, Equatable {
        package var path: String
        package var sha256: String
        package var parameters: Int
        /// `nil` if the model does not say.
        package var classes: Int?
        /// timm's name of the variant that the model is, checked by its weights' shapes; `nil` for other networks.
        package var network: String?
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
        /// Whether the file was edited by hand and kept; `nil` if not.
        package var edited: Bool?
    }

    package var schemaVersion = 1
    package var tool: String
    package var variant: String
    /// The side of a square input; `nil` for a rectangle.
    package var inputSize: Int?
    package var input: InputSpecification
    package var model: ModelFile
    package var calibration: CalibrationFolder
    package var config: ConfigFile
    /// The stages of this run; not in `manifest.json`, which is the same after every run.
    package var stages: [StageOutcome]?
}

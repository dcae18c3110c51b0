package import Boards
package import Evaluation

/// Speed and accuracy of a compiled model: `report.json`, and what `build` prints.
package struct BuildReport: Sendable, Codable, Equatable {
    package struct Bin: Sendable, Codable, Equatable {
        package var path: String
        package var sha256: String
        package var bytes: Int
    }

    /// The operators of the quantized model, by processor.
    package struct Operators: Sendable, Codable, Equatable {
        package var bpu: Int
        package var cpu: Int
        /// Types of the operators on the CPU, in order.
        package var onCpu: [String]
    }

    /// Figures that were published for the board.
    package struct Published: Sendable, Codable, Equatable {
        package var fps: Double
        package var threads: Int
    }

    /// The compiled model on the simulator, compared with the quantized model.
    package struct Verification: Sendable, Codable, Equatable {
        package var images: Int
        package var logits: Int
        package var different: Int
    }

    package var schemaVersion = 1
    package var tool: String
    /// The variant, or the output prefix of a config.
    package var variant: String
    /// Estimated by hb_perf for one run on one BPU core, in microseconds.
    package var latencyUs: Double
    /// Estimated by hb_perf for one BPU core.
    package var fps: Double
    /// Images per run.
    package var batch: Int
    /// Memory traffic of the BPU for one image.
    package var ddrBytes: Int
    package var bin: Bin
    package var operators: Operators
    /// Cosine similarity of the quantized model's output to the float model's, on one calibration image.
    package var outputCosine: Double?
    package var verification: Verification
    /// The calibration method that was chosen: `max`, `kl`, ...
    package var calibrationMethod: String?
    /// Range of the NV12 input: `full` or `video`.
    package var nv12Range: String
    /// Whether the weights are trained, if `prepare` knows.
    package var trained: Bool?
    package var published: Published?
    /// Predicted from hb_perf's estimate, never measured; `nil` for more than one image per run.
    package var expected: SpeedModel.Prediction?
    /// What `evaluate` found about this build.
    package var accuracy: AccuracyReport?
    /// Seconds that hb_mapper took to build.
    package var buildSeconds: Double
    /// Versions of the vendor's tools, by name.
    package var versions: [String: String]
    /// Warnings of the vendor's tools and of this program.
    package var warnings: [String]
    package var stages: [StageOutcome]
}

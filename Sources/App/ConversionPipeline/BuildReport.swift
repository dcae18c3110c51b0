/// How fast and how faithful a compiled model is: `report.json`, and what `build` prints.
package struct BuildReport: Sendable, Codable, Equatable {
    package struct Bin: Sendable, Codable, Equatable {
        package var path: String
        package var sha256: String
        package var bytes: Int
    }

    /// How many operators of the quantized model run where.
    package struct Operators: Sendable, Codable, Equatable {
        package var bpu: Int
        package var cpu: Int
        /// Types of those on the CPU, in order.
        package var onCpu: [String]
    }

    /// Figures measured on the board by others.
    package struct Published: Sendable, Codable, Equatable {
        package var fps: Double
        package var threads: Int
    }

    /// The compiled model on the simulator against the quantized one.
    package struct Verification: Sendable, Codable, Equatable {
        package var images: Int
        package var logits: Int
        package var different: Int
    }

    package var schemaVersion = 1
    package var tool: String
    /// The variant, or the config's output prefix where a config was built.
    package var variant: String
    /// Of one run on one BPU core, in microseconds: hb_perf's estimate.
    package var latencyUs: Double
    /// On one BPU core: hb_perf's estimate.
    package var fps: Double
    /// Images that one run takes.
    package var batch: Int
    /// Moved between memory and the BPU for one image.
    package var ddrBytes: Int
    package var bin: Bin
    package var operators: Operators
    /// Of the quantized model's output to the float model's, on one calibration image.
    package var outputCosine: Double?
    package var verification: Verification
    /// What calibration settled for: `max`, `kl`, ...
    package var calibrationMethod: String?
    /// Of the NV12 that the model expects: `full` or `video`.
    package var nv12Range: String
    /// Whether the weights were trained, as far as `prepare` knows.
    package var trained: Bool?
    package var published: Published?
    /// Seconds that hb_mapper took to build.
    package var buildSeconds: Double
    /// Of the vendor's tools, by name.
    package var versions: [String: String]
    /// What the vendor's tools warned of and what this program adds.
    package var warnings: [String]
    package var stages: [StageOutcome]
}

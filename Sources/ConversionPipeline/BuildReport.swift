/// How fast and how faithful a compiled model is: `report.json`, and what `build` prints.
public struct BuildReport: Sendable, Codable, Equatable {
    public struct Bin: Sendable, Codable, Equatable {
        public var path: String
        public var sha256: String
        public var bytes: Int
    }

    /// How many operators of the quantized model run where.
    public struct Operators: Sendable, Codable, Equatable {
        public var bpu: Int
        public var cpu: Int
        /// Types of those on the CPU, in order.
        public var onCpu: [String]
    }

    /// Figures measured on the board by others.
    public struct Published: Sendable, Codable, Equatable {
        public var fps: Double
        public var threads: Int
    }

    /// The compiled model on the simulator against the quantized one.
    public struct Verification: Sendable, Codable, Equatable {
        public var images: Int
        public var logits: Int
        public var different: Int
    }

    public var schemaVersion = 1
    public var tool: String
    /// The variant, or the config's output prefix where a config was built.
    public var variant: String
    /// Of one run on one BPU core, in microseconds: hb_perf's estimate.
    public var latencyUs: Double
    /// On one BPU core: hb_perf's estimate.
    public var fps: Double
    /// Images that one run takes.
    public var batch: Int
    /// Moved between memory and the BPU for one image.
    public var ddrBytes: Int
    public var bin: Bin
    public var operators: Operators
    /// Of the quantized model's output to the float model's, on one calibration image.
    public var outputCosine: Double?
    public var verification: Verification
    /// What calibration settled for: `max`, `kl`, ...
    public var calibrationMethod: String?
    /// Of the NV12 that the model expects: `full` or `video`.
    public var nv12Range: String
    /// Whether the weights were trained, as far as `prepare` knows.
    public var trained: Bool?
    public var published: Published?
    /// Seconds that hb_mapper took to build.
    public var buildSeconds: Double
    /// Of the vendor's tools, by name.
    public var versions: [String: String]
    /// What the vendor's tools warned of and what this program adds.
    public var warnings: [String]
    public var stages: [StageOutcome]
}

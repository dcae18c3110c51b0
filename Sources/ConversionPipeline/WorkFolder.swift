internal import FileSupport

/// Where everything for one variant lies: `WORK/VARIANT/`.
public struct WorkFolder: Sendable {
    public let path: String
    public let variant: String
    /// The side of the square input in pixels.
    public let inputSize: Int

    public init(work: String, variant: String, inputSize: Int) {
        path = Path.join(work, variant)
        self.variant = variant
        self.inputSize = inputSize
    }

    /// The fused model, verified.
    public var model: String { Path.join(path, "model", "repvit_\(variant).onnx") }
    /// The mapper's configuration.
    public var config: String { Path.join(path, "config", "RepViT_\(variant)_config.yaml") }
    /// Calibration data: a data folder, the manifest, and a preview.
    public var calibration: String { Path.join(path, "calibration") }
    /// Weights from the model hub.
    public var weights: String { Path.join(path, "weights") }
    /// Images that stand in for the user's own, made by `prepare --demo`.
    public var demoImages: String { Path.join(path, "demo-images") }
    /// What the vendor's compiler makes.
    public var build: String { Path.join(path, "build") }
    /// One log for each step of the vendor's tools.
    public var logs: String { Path.join(path, "logs") }
    /// One record for each finished stage.
    public var stages: String { Path.join(path, "stages") }
    /// Speed, accuracy and provenance of the build.
    public var report: String { Path.join(path, "report.json") }
    /// What made the files in this folder: inputs, options, versions.
    public var manifest: String { Path.join(path, "manifest.json") }

    /// The name that every output of the compiler starts with; no two variants share one.
    public var outputPrefix: String { "RepViT_\(variant)_\(inputSize)x\(inputSize)_nv12" }
    /// The compiled model.
    public var bin: String { Path.join(build, outputPrefix + ".bin") }
}

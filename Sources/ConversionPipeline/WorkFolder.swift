internal import FileSupport

/// Where everything for one variant lies: `WORK/VARIANT/`.
public struct WorkFolder: Sendable {
    public let path: String
    public let variant: String

    public init(work: String, variant: String) {
        path = Path.join(work, variant)
        self.variant = variant
    }

    /// The fused model, verified.
    public var model: String { Path.join(path, "model", "repvit_\(variant).onnx") }
    /// The mapper's configuration.
    public var config: String { Path.join(path, "config", "RepViT_\(variant)_config.yaml") }
    /// Calibration data: a data folder, the manifest, and a preview.
    public var calibration: String { Path.join(path, "calibration") }
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

    /// Runs work that no other process may do in this folder at the same time.
    ///
    /// - Throws: ``PipelineError/busy(folder:)`` if another process is at work; what the work throws.
    func locked<Result>(_ work: () async throws -> Result) async throws(PipelineError) -> Result {
        try await PipelineError.passingOn {
            guard let lock = try FileLock.take(Path.join(path, ".lock")) else { throw PipelineError.busy(folder: path) }
            let result = try await work()
            _ = consume lock
            return result
        }
    }
}

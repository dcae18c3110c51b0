internal import Support

/// The layout of one variant's work folder: `WORK/VARIANT/`.
package struct WorkFolder: Sendable {
    package let path: String
    package let variant: String

    package init(work: String, variant: String) {
        path = Path.join(work, variant)
        self.variant = variant
    }

    /// The fused model, verified.
    package var model: String { Path.join(path, "model", "repvit_\(variant).onnx") }
    /// The mapper's configuration.
    package var config: String { Path.join(path, "config", "RepViT_\(variant)_config.yaml") }
    /// Calibration data: a data folder, the manifest, and a preview.
    package var calibration: String { Path.join(path, "calibration") }
    /// Synthetic images, made by `prepare --demo`.
    package var demoImages: String { Path.join(path, "demo-images") }
    /// The output of the vendor's compiler.
    package var build: String { Path.join(path, "build") }
    /// One log for each step of the vendor's tools.
    package var logs: String { Path.join(path, "logs") }
    /// One record for each finished stage.
    package var stages: String { Path.join(path, Self.stagesName) }
    static let stagesName = "stages"
    /// Journals of evaluations that are not complete.
    package var evaluation: String { Path.join(path, "evaluation") }
    /// Speed, accuracy and provenance of the build.
    package var report: String { Path.join(path, "report.json") }
    /// Provenance of the files in this folder: inputs, options, versions.
    package var manifest: String { Path.join(path, "manifest.json") }

    /// Runs work that only one process at a time may do in this folder.
    ///
    /// - Throws: ``PipelineError/busy(folder:)`` if another process holds the lock; what the work throws.
    func locked<Result>(_ work: () async throws -> Result) async throws -> Result {
        try await PipelineError.wrappingErrors {
            guard let lock = try FileLock.take(Path.join(path, ".lock")) else { throw PipelineError.busy(folder: path) }
            let result = try await work()
            _ = consume lock
            return result
        }
    }
}

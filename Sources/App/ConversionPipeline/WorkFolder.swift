internal import Diagnostics
internal import FoundationEssentials
package import InputContract
package import MapperYAML
internal import RepViT
internal import Support

/// The layout of one model's work folder: `WORK/NAME/`.
///
/// The only place that knows where a file is; ``ArtifactNames`` knows what it is called.
package struct WorkFolder: Sendable {
    package let path: String
    package let names: ArtifactNames

    package init(work: String, names: ArtifactNames) {
        path = Path.join(work, names.name)
        self.names = names
    }

    /// The folder of a variant, or of any other model.
    package init(work: String, name: String) {
        self.init(
            work: work,
            names: Variant(rawValue: name) == nil ? ArtifactNames(model: name) : ArtifactNames(variant: name))
    }

    package var name: String { names.name }

    /// The fused model, verified.
    package var model: String { Path.join(path, "model", names.model) }
    /// The mapper's configuration.
    package var config: String { Path.join(path, "config", names.config) }
    /// Calibration data: a data folder, the manifest, and a preview.
    package var calibration: String { Path.join(path, "calibration") }
    /// Synthetic images, made by `prepare --demo`.
    package var demoImages: String { Path.join(path, "demo-images") }
    /// The output of the vendor's compiler.
    package var build: String { Path.join(path, "build") }
    /// One log for each step of the vendor's tools.
    package var logs: String { Path.join(path, "logs") }
    /// Journals of evaluations that are not complete.
    package var evaluation: String { Path.join(path, "evaluation") }
    /// Where a build loses accuracy: `explanation.json` and `explanation.svg`.
    package var explanation: String { Path.join(path, "explanation") }
    /// The result of hb_perf.
    package var performance: String { Path.join(path, "perf") }
    /// The images that the compiled model is verified on.
    package var verification: String { Path.join(path, "verify") }
    /// Temporary files of the process that holds the lock.
    var scratch: String { Path.join(path, ".scratch") }
    /// Speed, accuracy and provenance of the build.
    package var report: String { Path.join(path, "report.json") }
    /// Provenance of the files in this folder: inputs, options, versions.
    package var manifest: String { Path.join(path, "manifest.json") }

    /// The record of a finished stage; each command has its own.
    package func record(of stage: String, command: String) -> String {
        Self.record(of: stage, command: command, in: path)
    }

    static func record(of stage: String, command: String, in folder: String) -> String {
        Path.join(folder, "stages", command, stage + ".json")
    }

    /// The options of a mapper YAML in this folder, with the paths of this folder.
    package func generationOptions(input: InputSpecification) -> GenerationOptions {
        GenerationOptions(names: names, input: input)
    }

    /// Runs work that only one process at a time may do in this folder.
    ///
    /// What killed runs left in ``scratch`` is removed first, and what this one leaves afterwards.
    ///
    /// - Throws: ``PipelineError/busy(folder:holder:)`` if another process holds the lock; what the work throws.
    func locked<Result>(_ work: () async throws -> Result) async throws -> Result {
        try await PipelineError.wrappingErrors {
            let lockPath = Path.join(path, ".lock")
            guard let lock = try FileLock.take(lockPath) else {
                throw PipelineError.busy(
                    folder: path, holder: FileLock.holder(of: lockPath).map(FindingRenderer.printable))
            }
            lock.sign(Self.signature)
            try removeScratch()
            defer { try? removeScratch() }
            let result = try await work()
            _ = consume lock
            return result
        }
    }

    private func removeScratch() throws {
        if Folder.exists(scratch) { try Folder.remove(scratch) }
    }

    /// `process 1234, repvit-convert build m0_9`.
    private static var signature: String {
        let words = [Path.name(CommandLine.arguments.first ?? ToolVersion.name)] + CommandLine.arguments.dropFirst()
        return "process \(ProcessInfo.processInfo.processIdentifier), \(words.joined(separator: " "))"
    }
}

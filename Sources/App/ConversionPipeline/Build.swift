internal import CompiledModel
internal import Diagnostics
internal import FoundationEssentials
internal import Imaging
internal import InputContract
internal import MapperYAML
internal import Reporting
package import RepViT
internal import Support
internal import VendorTools

/// Runs the vendor's tools from a mapper YAML to a `.bin`, and reports its speed and accuracy.
package struct Build: Sendable {
    private let config: MapperConfig
    private let folder: WorkFolder
    private let variant: Variant?
    private let force: Bool
    private let events: PipelineEvents
    private let vendorLine: @Sendable (String) -> Void

    /// A build of a variant that was prepared.
    ///
    /// - Parameters:
    ///   - work: the parent folder of the work folders.
    ///   - vendorLine: called for every line that the vendor's tools print.
    /// - Throws: ``PipelineError/notPrepared(folder:variant:)``; the config's own errors.
    package init(
        variant: Variant, work: String, force: Bool, events: PipelineEvents,
        vendorLine: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        let folder = WorkFolder(work: work, variant: variant.rawValue)
        guard FileManager.default.fileExists(atPath: folder.config) else {
            throw PipelineError.notPrepared(folder: folder.path, variant: variant.rawValue)
        }
        self.variant = variant
        self.folder = folder
        config = try Self.read(folder.config)
        self.force = force
        self.events = events
        self.vendorLine = vendorLine
    }

    /// A build of any mapper YAML; logs and the report go to `WORK/PREFIX/`.
    ///
    /// - Throws: the config's own errors.
    package init(
        config path: String, work: String, force: Bool, events: PipelineEvents,
        vendorLine: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        variant = nil
        config = try Self.read(path)
        folder = WorkFolder(work: work, variant: config.outputPrefix)
        self.force = force
        self.events = events
        self.vendorLine = vendorLine
    }

    private static func read(_ path: String) throws -> MapperConfig {
        return try MapperConfig(contentsOf: path)
    }

    /// Runs the steps that are not up to date: check, build, perf, verify.
    ///
    /// - Throws: ``PipelineError``. Steps that finished before are kept.
    package func run() async throws -> BuildReport {
        try await folder.locked {
            let environment = try Toolchain.locate()
            var runner = StageRunner(folder: folder, force: force, announce: events.stage)
            try await compile(with: environment, &runner)
            let report = try report(runner.outcomes)
            try AtomicFile.write(try JSONReport.encode(report), to: folder.report)
            return report
        }
    }

    // MARK: Steps

    private func compile(with environment: ToolchainEnvironment, _ runner: inout StageRunner) async throws {
        let inputs = try inputs(environment)
        try await runner.run(Stage(name: "check", version: 1, inputs: inputs, outputs: [log(.check)])) {
            try await run(.check, environment)
        }
        if let calibration = config.input.calibrationFolder {
            var inputs = inputs
            inputs["calibration data"] = try Fingerprint.listing(of: calibration)
            try await runner.run(
                Stage(
                    name: "build", version: 1, inputs: inputs,
                    outputs: [config.binPath, config.quantizedModelPath, log(.build)])
            ) {
                try await run(.build, environment)
            }
        }
        let bin = ["bin": try Fingerprint.contents(of: config.binPath), "toolchain": environment.folder]
        try await runner.run(Stage(name: "perf", version: 1, inputs: bin, outputs: [performance])) {
            try await run(.perf, environment)
        }
        try await runner.run(Stage(name: "verify", version: 1, inputs: bin, outputs: [log(.verify)])) {
            try await run(.verify, environment, images: verificationImages())
        }
    }

    private func run(
        _ step: MapperStep, _ environment: ToolchainEnvironment, images: [String] = []
    ) async throws {
        let vendorLine = self.vendorLine
        try await step.run(
            config: config.path, workFolder: folder.path, images: images, environment: environment, log: log(step),
            progress: events.progress
        ) { line in
            if !line.isTransient { vendorLine(line.text) }
        }
    }

    /// What every step depends on.
    private func inputs(_ environment: ToolchainEnvironment) throws -> [String: String] {
        [
            "config": try Fingerprint.contents(of: config.path),
            "model": try Fingerprint.contents(of: config.onnxModel),
            "toolchain": environment.folder,
        ]
    }

    /// Two calibration images as NV12 in the range that the model expects.
    private func verificationImages() throws -> [String] {
        guard let data = config.input.calibrationFolder, let size = config.input.size else { return [] }
        let target = Path.join(folder.path, "verify")
        let names = try Folder.names(in: data).filter { Path.lowercasedExtension($0) == RGBCHW.fileExtension }
        var paths: [String] = []
        for name in names.prefix(2) {
            let tensor = try ByteView(contentsOf: Path.join(data, name))
            guard
                let image = RGBCHW.image(tensor.elements(as: Float.self), width: size.width, height: size.height),
                let bytes = NV12.bytes(image, range: config.input.range)
            else { continue }
            let path = Path.join(target, Path.stem(name) + ".nv12")
            try AtomicFile.write(bytes, to: path)
            paths.append(path)
        }
        return paths
    }

    private func log(_ step: MapperStep) -> String { Path.join(folder.logs, step.rawValue + ".log") }
    private var performance: String { Path.join(folder.path, "perf", PerformanceReport.fileName) }

    // MARK: Report

    private func report(_ stages: [StageOutcome]) throws -> BuildReport {
        let build = try MakertbinLog(log: log(.build))
        let speed = try PerformanceReport(json: performance)
        let verdict = try VerifyReport(log: log(.verify))
        let bin = try ByteView(contentsOf: config.binPath)
        let facts = BuildFacts(bin: try BinModel(path: config.binPath), log: build, performance: speed)
        var warnings = build.notices + facts.findings.map(\.message)
        if verdict.different > 0 {
            warnings.append(
                "\(verdict.different) of \(verdict.values) logits differ between simulator and quantized model")
        }
        return BuildReport(
            tool: "\(ToolVersion.name) \(ToolVersion.current)", variant: folder.variant,
            latencyUs: speed.latencyMicroseconds, fps: speed.framesPerSecond, batch: speed.framesPerRun,
            ddrBytes: speed.ddrBytesPerFrame,
            bin: BuildReport.Bin(
                path: config.binPath, sha256: SHA256.hash(bin).description, bytes: bin.count),
            operators: BuildReport.Operators(
                bpu: build.onBPU.count, cpu: build.onCPU.count, onCpu: build.onCPU.map(\.type)),
            outputCosine: build.outputs.first?.cosine,
            verification: BuildReport.Verification(
                images: verdict.images, logits: verdict.values, different: verdict.different),
            calibrationMethod: build.calibrationMethod, nv12Range: config.input.range.rawValue,
            trained: preparation?.model.trained,
            published: variant?.publishedBoardFigures.map {
                BuildReport.Published(fps: $0.framesPerSecond, threads: $0.threads)
            },
            buildSeconds: stages.first { $0.name == "build" }?.seconds ?? 0,
            versions: build.versions, warnings: warnings, stages: stages)
    }

    /// What `prepare` wrote about this work folder.
    private var preparation: PreparationReport? {
        FileManager.default.contents(atPath: folder.manifest)
            .flatMap { try? JSONReport.decode(PreparationReport.self, from: $0) }
    }
}

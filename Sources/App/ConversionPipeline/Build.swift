internal import Boards
internal import CompiledModel
internal import Diagnostics
internal import Evaluation
internal import FoundationEssentials
internal import Imaging
internal import InputContract
internal import MapperYAML
internal import Reporting
internal import RepViT
internal import Support
internal import VendorTools

/// Runs the vendor's tools from a mapper YAML to a `.bin`, and reports its speed and accuracy.
package struct Build: Sendable {
    private let config: MapperConfig
    private let folder: WorkFolder
    private let selection: StageSelection
    /// How long a step may take.
    private let limit: Duration?
    private let events: PipelineEvents
    private let vendorLine: @Sendable (String) -> Void

    /// A build of a model that was prepared, by its name.
    ///
    /// - Parameters:
    ///   - work: the parent folder of the work folders.
    ///   - vendorLine: called for every line that the vendor's tools print.
    /// - Throws: ``PipelineError/notPrepared(folder:variant:)``; the config's own errors.
    package init(
        name: String, work: String, selection: StageSelection = .outdated, limit: Duration? = nil,
        events: PipelineEvents,
        vendorLine: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        let folder = WorkFolder(work: work, name: name)
        guard FileManager.default.fileExists(atPath: folder.config) else {
            throw PipelineError.notPrepared(folder: folder.path, name: name, isVariant: folder.names.isVariant)
        }
        self.folder = folder
        config = try Self.read(folder.config)
        self.selection = selection
        self.limit = limit
        self.events = events
        self.vendorLine = vendorLine
    }

    /// A build of any mapper YAML; logs and the report go to `WORK/PREFIX/`.
    ///
    /// - Throws: the config's own errors.
    package init(
        config path: String, work: String, selection: StageSelection = .outdated, limit: Duration? = nil,
        events: PipelineEvents,
        vendorLine: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        config = try Self.read(path)
        folder = WorkFolder(work: work, names: ArtifactNames(model: config.outputPrefix))
        self.selection = selection
        self.limit = limit
        self.events = events
        self.vendorLine = vendorLine
    }

    private static func read(_ path: String) throws -> MapperConfig {
        try MapperConfig(contentsOf: path)
    }

    /// Finds what hb_mapper would fail on only after seconds or minutes.
    private func lint() throws {
        let findings = Linter(ConfigSources.all).lint([config.path])[0].findings
        for finding in findings where finding.severity != .error { events.finding(finding) }
        let errors = findings.filter { $0.severity == .error }
        guard errors.isEmpty else { throw PipelineError.unusableConfig(path: config.path, errors) }
    }

    /// Runs the selected steps of ``steps``.
    ///
    /// - Returns: `nil` if a step that was not selected is not up to date.
    /// - Throws: ``PipelineError``. Steps that finished before are kept.
    package func run() async throws -> BuildReport? {
        try await folder.locked {
            try lint()
            var environment = try Toolchain.locate()
            environment.scratch = folder.scratch
            var runner = StageRunner(
                folder: folder, command: "build", selection: selection, order: Self.steps, announce: events.stage)
            try await compile(with: environment, &runner)
            guard runner.isComplete else { return nil }
            let report = try report(runner.outcomes)
            try AtomicFile.write(try JSONReport.encode(report), to: folder.report)
            return report
        }
    }

    // MARK: Steps

    /// The names of the steps, in the order in which they run.
    package static let steps = MapperStep.allCases.map(\.rawValue)

    private func compile(with environment: ToolchainEnvironment, _ runner: inout StageRunner) async throws {
        let inputs = try inputs(environment)
        try await runner.run(
            Stage(name: "check", version: 1, inputs: inputs, outputs: [log(.check)], isPrerequisite: false)
        ) {
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
        // With `only`, what the later steps read may not be there.
        guard runner.isComplete || FileManager.default.fileExists(atPath: config.binPath) else { return }
        let bin = ["bin": try Fingerprint.contents(of: config.binPath), "toolchain": environment.folder]
        try await runner.run(Stage(name: "perf", version: 1, inputs: bin, outputs: [performance])) {
            try await run(.perf, environment)
        }
        try await runner.run(Stage(name: "verify", version: 2, inputs: bin, outputs: [log(.verify), engineVerdict])) {
            let images = try verificationImages()
            try await run(.verify, environment, images: images)
            try await verifyEngine(images, environment)
        }
    }

    private func run(
        _ step: MapperStep, _ environment: ToolchainEnvironment, images: [String] = []
    ) async throws {
        let vendorLine = self.vendorLine
        try await step.run(
            config: config.path, workFolder: folder.path, images: images, environment: environment, log: log(step),
            limit: limit, progress: events.progress
        ) { line in
            if !line.isTransient { vendorLine(line.text) }
        }
    }

    /// What every step depends on.
    private func inputs(_ environment: ToolchainEnvironment) throws -> [String: String] {
        [
            "config": try Fingerprint.contents(of: config.path),
            "model": try Fingerprint.model(config.onnxModel),
            "toolchain": environment.folder,
        ]
    }

    /// Two calibration images as NV12 in the range that the model expects.
    private func verificationImages() throws -> [String] {
        guard let data = config.input.calibrationFolder, let size = config.input.size else { return [] }
        let target = folder.verification
        let format = SampleFormat.floats(TensorLayout(rawValue: config.input.trainingLayout) ?? .nchw)
        let names = try Folder.names(in: data).filter { Path.lowercasedExtension($0) == format.fileExtension }
        var paths: [String] = []
        for name in names.prefix(2) {
            let tensor = try ByteView(contentsOf: Path.join(data, name))
            guard
                let image = tensor.withUnsafeBytes({ format.picture($0, width: size.width, height: size.height) }),
                let bytes = NV12.bytes(image, range: config.input.range)
            else { continue }
            let path = Path.join(target, Path.stem(name) + ".nv12")
            try AtomicFile.write(bytes, to: path)
            paths.append(path)
        }
        return paths
    }

    /// Compares the native engine with the vendor's runtime and simulator. See `QuantizedVerification`.
    private func verifyEngine(_ images: [String], _ environment: ToolchainEnvironment) async throws {
        let images = try images.map { try ByteView(contentsOf: $0).elements(as: UInt8.self) }
        let bin = try BinModel(path: config.binPath)
        let verdict = try await QuantizedVerification(quantizedModel: config.quantizedModelPath)
            .run(images: images, environment: environment) { image in
                try await Simulator(model: bin, environment: environment).logits([[image]])[0]
            }
        try AtomicFile.write(try JSONReport.encode(verdict), to: engineVerdict)
    }

    private var engineVerdict: String { Path.join(folder.verification, "engine.json") }
    private func log(_ step: MapperStep) -> String { Path.join(folder.logs, step.rawValue + ".log") }
    private var performance: String { Path.join(folder.performance, PerformanceReport.fileName) }

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
        let engine = try? JSONReport.decode(
            QuantizedVerification.Verdict.self, from: Data(contentsOf: URL(fileURLWithPath: engineVerdict)))
        warnings += engine?.notes ?? []
        let sha256 = SHA256.hash(bin).description
        return BuildReport(
            tool: "\(ToolVersion.name) \(ToolVersion.current)", variant: folder.name,
            latencyUs: speed.latencyMicroseconds, fps: speed.framesPerSecond, batch: speed.framesPerRun,
            ddrBytes: speed.ddrBytesPerFrame,
            bin: BuildReport.Bin(
                path: config.binPath, sha256: sha256, bytes: bin.count),
            operators: BuildReport.Operators(
                bpu: build.onBPU.count, cpu: build.onCPU.count, onCpu: build.onCPU.map(\.type)),
            outputCosine: build.outputs.first?.cosine,
            verification: BuildReport.Verification(
                images: verdict.images, logits: verdict.values, different: verdict.different),
            calibrationMethod: build.calibrationMethod, nv12Range: config.input.range.rawValue,
            trained: preparation?.model.trained,
            published: published,
            expected: SpeedModel.published.prediction(estimate: speed.latencyMicroseconds, batch: speed.framesPerRun),
            accuracy: accuracy(ofBin: sha256),
            buildSeconds: stages.first { $0.name == "build" }?.seconds ?? 0,
            versions: build.versions, warnings: warnings, stages: stages)
    }

    /// What was measured of this build before.
    private func accuracy(ofBin sha256: String) -> AccuracyReport? {
        let report = FileManager.default.contents(atPath: folder.report)
            .flatMap { try? JSONReport.decode(BuildReport.self, from: $0) }
        return report?.bin.sha256 == sha256 ? report?.accuracy : nil
    }

    /// What was published for the same network, classes and input size.
    private var published: BuildReport.Published? {
        guard let variant = Variant(rawValue: folder.name), let preparation,
            preparation.model.network == variant.timmName, preparation.model.classes == 1000,
            preparation.model.sha256 == (try? Fingerprint.contents(of: config.onnxModel)),
            let size = config.input.size, size == (224, 224), let figures = variant.publishedBoardFigures
        else { return nil }
        return BuildReport.Published(fps: figures.framesPerSecond, threads: figures.threads)
    }

    /// What `prepare` wrote about this work folder.
    private var preparation: PreparationReport? {
        FileManager.default.contents(atPath: folder.manifest)
            .flatMap { try? JSONReport.decode(PreparationReport.self, from: $0) }
    }
}

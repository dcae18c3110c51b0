internal import CalibrationData
internal import Diagnostics
internal import Downloads
internal import FoundationEssentials
internal import GraphPasses
internal import Imaging
internal import InputContract
internal import MapperYAML
internal import ModelAnalysis
internal import ModelChecks
internal import ONNX
internal import Support
internal import RepViT
internal import Reporting

/// From weights and images to a verified ONNX model, calibration data, and a mapper YAML that fits both.
package struct Preparation: Sendable {
    private let options: PreparationOptions
    private let folder: WorkFolder
    private let events: PipelineEvents

    package init(_ options: PreparationOptions, events: PipelineEvents = PipelineEvents()) {
        self.options = options
        self.events = events
        folder = WorkFolder(work: options.work, variant: options.name)
    }

    /// Runs the stages that are not up to date.
    ///
    /// - Throws: ``PipelineError``. Stages that finished before are kept.
    package func run() async throws -> PreparationReport {
        try checkInputs()
        return try await folder.locked {
            var runner = StageRunner(folder: folder, force: options.force, announce: events.stage)
            let source = try await model(&runner)
            try await calibration(&runner)
            try await config(&runner)
            var report = try report(source)
            try AtomicFile.write(try JSONReport.encode(report), to: folder.manifest)
            report.stages = runner.outcomes
            return report
        }
    }

    /// Looks at what the user named before anything is downloaded or written.
    private func checkInputs() throws {
        var weights: String?
        if case .file(let path) = options.weights, options.model == nil { weights = path }
        let inputs = [weights, options.model, options.images].compactMap(\.self)
        for path in inputs where FileStatus(of: path) == .missing { throw FileError.notFound(path: path) }
        for output in [folder.model, folder.config, folder.calibration, folder.manifest] {
            try OutputGuard.check(output, against: inputs, alternative: "another --work folder")
        }
        if let images = options.images { try ImageSource(path: images).check() }
    }

    // MARK: The model

    /// Where the model comes from.
    private struct ModelSource {
        var description: String
        var weightsSha256: String?
        var trained: Bool?
    }

    private func model(_ runner: inout StageRunner) async throws -> ModelSource {
        let source: ModelSource
        if let path = options.model {
            source = ModelSource(description: path)
            let inputs = ["model": try Fingerprint.contents(of: path), "size": String(options.inputSize)]
            try await runner.run(
                // Version 2: the model is simplified.
                Stage(name: "simplify", version: 2, inputs: inputs, outputs: [folder.model])
            ) {
                try await simplify(path)
            }
        } else {
            source = try await export(&runner)
        }
        let inputs = ["model": try Fingerprint.contents(of: folder.model)]
        try await runner.run(Stage(name: "verify", version: 1, inputs: inputs, outputs: [])) {
            try verifyModel()
        }
        return source
    }

    private func export(_ runner: inout StageRunner) async throws -> ModelSource {
        guard let variant = options.variant else {
            throw PipelineError.usage(
                "only RepViT variants can be exported from weights", fix: "pass the model with --model FILE.onnx")
        }
        var source: ModelSource
        var inputs = ["variant": variant.rawValue, "input size": String(options.inputSize)]
        var file: String?
        switch options.weights {
        case .seeded:
            inputs["seed"] = String(options.seed)
            inputs["classes"] = String(options.classes ?? 1000)
            source = ModelSource(description: "seed \(options.seed)", trained: false)
        case .file(let path):
            source = ModelSource(description: path)
            file = path
        case .hub:
            source = ModelSource(description: variant.hubRepository(), trained: true)
            file = try await PublishedWeights(of: variant).download(progress: events.progress).path
        }
        if let file {
            let hash = try Fingerprint.contents(of: file)
            inputs["weights"] = hash
            if let classes = options.classes { inputs["classes"] = String(classes) }
            source.weightsSha256 = hash
        }
        try await runner.run(Stage(name: "export", version: 1, inputs: inputs, outputs: [folder.model])) {
            let weights =
                if let file {
                    try RepViTWeights(file: file, variant: variant, classes: options.classes)
                } else {
                    try RepViTWeights(
                        seed: options.seed, variant: variant,
                        head: ClassifierHead(classes: options.classes ?? 1000, isDistilled: true))
                }
            for note in weights.notes {
                events.finding(Finding(rule: "weights", severity: .note, message: note))
            }
            let model = try RepViTExporter.export(
                weights, inputSize: options.inputSize, producerVersion: ToolVersion.current)
            try model.write(to: folder.model)
        }
        return source
    }

    /// Converts the user's model to the form that the BPU runs fastest.
    private func simplify(_ path: String) async throws {
        var simplification = ModelSimplification(input: path, output: folder.model)
        let size = options.inputSize
        let inputs = try Model(contentsOf: path).graph.realInputs
        guard inputs.count == 1, let shape = inputs[0].type?.shape, shape.count == 4, shape[1].size == 3 else {
            throw PipelineError.usage(
                "'\(path)' is not an image classifier: expected a single input [N, 3, height, width]",
                fix: "export the network with one image input")
        }
        for side in shape[2...] {
            guard let fixed = side.size, fixed != size else { continue }
            throw PipelineError.usage(
                "the input of '\(path)' has \(fixed) pixels, not \(size)", fix: "add --input-size \(fixed)")
        }
        simplification.simplifier.inputShapes = [inputs[0].name: [1, 3, size, size]]
        let report = try await simplification.run(warn: events.finding)
        for finding in report.findings where finding.severity != .error { events.finding(finding) }
        guard report.isAccepted else { throw PipelineError.rejected(subject: "the model", findings: report.objections) }
    }

    private func verifyModel() throws {
        let model = try Model(contentsOf: folder.model)
        let findings = GraphChecker(march: .bayesE).check(model)
        for finding in findings where finding.severity != .error { events.finding(finding) }
        let errors = findings.filter { $0.severity == .error }
        guard errors.isEmpty else { throw PipelineError.rejected(subject: "the model", findings: errors) }
    }

    // MARK: Calibration data

    private func calibration(_ runner: inout StageRunner) async throws {
        let images = options.images ?? folder.demoImages
        if options.images == nil {
            let inputs = ["count": String(options.count), "seed": String(options.seed)]
            try await runner.run(
                Stage(name: "demo-images", version: 1, inputs: inputs, outputs: [images])
            ) {
                try await DemoImages.make(
                    count: options.count, seed: options.seed, at: images, progress: events.progress)
            }
        }
        let inputs = [
            "images": try Fingerprint.any(images), "count": String(options.count),
            "seed": String(options.seed), "preset": Preset.timm.hash.description, "size": String(options.inputSize),
            "range": options.range.rawValue,
        ]
        try await runner.run(
            Stage(name: "calibration", version: 1, inputs: inputs, outputs: [folder.calibration])
        ) {
            let request = CalibrationSet.Request(
                images: ImageSource(path: images), preset: .timm, size: options.inputSize, count: options.count,
                seed: options.seed, nv12Range: options.range,
                toolVersion: ToolVersion.current)
            _ = try await CalibrationSet.make(
                request, at: folder.calibration, warn: events.finding, progress: events.progress)
        }
    }

    // MARK: The mapper's configuration

    private func config(_ runner: inout StageRunner) async throws {
        var generation = GenerationOptions(variant: options.name, inputSize: options.inputSize)
        if options.model != nil, let input = try Model(contentsOf: folder.model).graph.realInputs.first {
            generation.inputName = input.name
        }
        generation.profile = options.profile
        generation.range = options.range
        let text = try MapperConfig.generate(generation)
        let inputs = [
            "config": SHA256.hash(text).description, "model": try Fingerprint.contents(of: folder.model),
            "calibration": try Fingerprint.contents(of: Path.join(folder.calibration, CalibrationManifest.fileName)),
        ]
        try await runner.run(Stage(name: "config", version: 1, inputs: inputs, outputs: [folder.config])) {
            // Linted under its final path, so that relative paths resolve as they will for hb_mapper.
            try Folder.create(Path.folder(folder.config))
            let findings = Linter(ConfigSources.all).lint(text: text, path: folder.config)
            for finding in findings where finding.severity != .error { events.finding(finding) }
            let errors = findings.filter { $0.severity == .error }
            guard errors.isEmpty else { throw PipelineError.rejected(subject: "the config", findings: errors) }
            try AtomicFile.write(text, to: folder.config)
        }
    }

    // MARK: Report

    private func report(_ source: ModelSource) throws -> PreparationReport {
        let model = try Model(contentsOf: folder.model)
        let manifest = try CalibrationManifest(folder: folder.calibration)
        return PreparationReport(
            tool: "\(ToolVersion.name) \(ToolVersion.current)", variant: options.name,
            inputSize: options.inputSize,
            model: PreparationReport.ModelFile(
                path: folder.model, sha256: try Fingerprint.contents(of: folder.model),
                parameters: ModelStatistics(model).parameters, weights: source.description,
                weightsSha256: source.weightsSha256, trained: source.trained),
            calibration: PreparationReport.CalibrationFolder(
                path: folder.calibration, count: manifest.count, preset: manifest.preset.identifier,
                presetSha256: manifest.preset.sha256, seed: options.seed, images: options.images ?? folder.demoImages),
            config: PreparationReport.ConfigFile(
                path: folder.config, sha256: try Fingerprint.contents(of: folder.config),
                profile: options.profile.rawValue, nv12Range: options.range.rawValue))
    }
}

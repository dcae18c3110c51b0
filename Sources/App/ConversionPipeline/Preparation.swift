internal import CalibrationData
internal import Diagnostics
internal import InputContract
internal import MapperYAML
internal import ModelAnalysis
internal import ONNX
internal import RepViT
internal import Reporting
internal import Support

/// From weights and images to a verified ONNX model, calibration data, and a mapper YAML that fits both.
package struct Preparation: Sendable {
    let options: PreparationOptions
    let folder: WorkFolder
    let events: PipelineEvents

    package init(_ options: PreparationOptions, events: PipelineEvents = PipelineEvents()) {
        self.options = options
        self.events = events
        folder = WorkFolder(work: options.work, name: options.name)
    }

    /// Runs the stages that are not up to date.
    ///
    /// - Throws: ``PipelineError``. Stages that finished before are kept.
    package func run() async throws -> PreparationReport {
        try checkInputs()
        let input = try resolveInput()
        return try await folder.locked {
            var runner = StageRunner(
                folder: folder, command: "prepare", selection: options.force ? .all : .outdated, announce: events.stage)
            let source = try await model(input, &runner)
            try await calibration(input, &runner)
            let isEdited = try await config(input, &runner)
            var report = try report(source, input, isEdited: isEdited)
            try AtomicFile.write(try JSONReport.encode(report), to: folder.manifest)
            report.stages = runner.outcomes
            return report
        }
    }

    /// Looks at what the user named before anything is downloaded or written.
    private func checkInputs() throws {
        var weights: String?
        if case .file(let path) = options.weights, options.model == nil { weights = path }
        let inputs = [weights, options.model, options.images, options.input.pretrained?.path].compactMap(\.self)
        for path in inputs where FileStatus(of: path) == .missing { throw FileError.notFound(path: path) }
        try guardOutputs(against: inputs)
        if let model = options.model { try guardOutputs(against: try Model(contentsOf: model).externalPaths) }
        if let images = options.images { try ImageSource(path: images).check() }
    }

    private func guardOutputs(against inputs: [String]) throws {
        for output in [folder.model, folder.config, folder.calibration, folder.manifest] {
            try OutputGuard.check(output, against: inputs, alternative: "another --work folder")
        }
    }

    /// Completes what the user said of the input, and tells what is assumed.
    private func resolveInput() throws -> InputSpecification {
        let network = try options.model.map { path in
            let inputs = try Model(contentsOf: path).graph.realInputs
            guard inputs.count == 1, let shape = inputs[0].type?.shape,
                let network = InputRequest.Network(shape: shape.map(\.size))
            else {
                throw PipelineError.usage(
                    "'\(path)' is not an image classifier: expected a single input [N, 3, height, width]",
                    fix: "export the network with one image input")
            }
            return network
        }
        let resolution = try options.input.resolve(
            network: network ?? InputRequest.Network(), defaults: options.variant == nil ? .timmDefault : .repViT)
        guard resolution.input.size.isEven else {
            throw PipelineError.usage(
                "the input size \(resolution.input.size) is odd, but NV12 requires even sides",
                fix: "export the network with an even input size")
        }
        if options.variant == nil, !resolution.assumed.isEmpty {
            events.finding(
                Finding(
                    rule: "assumed-input", severity: .note,
                    message: "assumed timm's defaults: \(resolution.assumed.joined(separator: "; "))",
                    fix: "if the network was trained otherwise, pass --pretrained-config, or --mean, --std, --crop"))
        }
        return resolution.input
    }

    private func report(
        _ source: ModelSource, _ input: InputSpecification, isEdited: Bool
    ) throws -> PreparationReport {
        let model = try Model(contentsOf: folder.model)
        let manifest = try CalibrationManifest(folder: folder.calibration)
        let config = try? MapperConfig(contentsOf: folder.config)
        return PreparationReport(
            tool: "\(ToolVersion.name) \(ToolVersion.current)", variant: options.name,
            inputSize: input.size.isSquare ? input.size.height : nil, input: input,
            model: PreparationReport.ModelFile(
                path: folder.model, sha256: try Fingerprint.contents(of: folder.model),
                parameters: ModelStatistics(model).parameters,
                classes: model.graph.outputs.first?.type?.shape?.last?.size,
                network: options.variant.flatMap { $0.isNetwork(of: model) ? $0.timmName : nil },
                weights: source.description, weightsSha256: source.weightsSha256, trained: source.trained),
            calibration: PreparationReport.CalibrationFolder(
                path: folder.calibration, count: manifest.count, preset: manifest.preset.identifier,
                presetSha256: manifest.preset.sha256, seed: options.seed, images: options.images ?? folder.demoImages),
            config: PreparationReport.ConfigFile(
                path: folder.config, sha256: try Fingerprint.contents(of: folder.config),
                profile: options.profile.rawValue, nv12Range: (config?.input.range ?? input.range).rawValue,
                edited: isEdited ? true : nil))
    }
}

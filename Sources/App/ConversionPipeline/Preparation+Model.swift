internal import Diagnostics
internal import Downloads
internal import GraphPasses
internal import InputContract
internal import ModelChecks
internal import ONNX
internal import RepViT

extension Preparation {
    /// Where the model comes from.
    struct ModelSource {
        var description: String
        var weightsSha256: String?
        var trained: Bool?
    }

    /// Writes the verified model.
    func model(_ input: InputSpecification, _ runner: inout StageRunner) async throws -> ModelSource {
        let source: ModelSource
        if let path = options.model {
            source = ModelSource(description: path)
            let inputs = ["model": try Fingerprint.model(path), "size": input.size.description]
            try await runner.run(
                // Version 2: the model is simplified.
                Stage(name: "simplify", version: 2, inputs: inputs, outputs: [folder.model])
            ) {
                try await simplify(path, input)
            }
        } else {
            source = try await export(input, &runner)
        }
        let inputs = ["model": try Fingerprint.contents(of: folder.model)]
        try await runner.run(Stage(name: "verify", version: 1, inputs: inputs, outputs: [])) {
            try verifyModel()
        }
        try warnOfForeignNetwork()
        return source
    }

    private func export(_ input: InputSpecification, _ runner: inout StageRunner) async throws -> ModelSource {
        guard let variant = options.variant else {
            throw PipelineError.usage(
                "only RepViT variants can be exported from weights", fix: "pass the model with --model FILE.onnx")
        }
        var source: ModelSource
        var inputs = ["variant": variant.rawValue, "input size": input.size.description]
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
            let model = try RepViTExporter.export(weights, size: input.size, producerVersion: ToolVersion.current)
            try model.write(to: folder.model)
        }
        return source
    }

    /// Converts the user's model to the form that the BPU runs fastest.
    private func simplify(_ path: String, _ input: InputSpecification) async throws {
        var simplification = ModelSimplification(input: path, output: folder.model)
        let name = try Model(contentsOf: path).graph.realInputs[0].name
        simplification.simplifier.inputShapes = [name: input.shape]
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

    /// Anything can be passed as a variant's model; its files and figures would bear a wrong name.
    private func warnOfForeignNetwork() throws {
        guard let path = options.model, let variant = options.variant,
            !variant.isNetwork(of: try Model(contentsOf: folder.model))
        else { return }
        events.finding(
            Finding(
                rule: "foreign-network", severity: .warning,
                message: "this is not RepViT \(variant.rawValue), but gets its names and its preprocessing",
                fix: "omit '\(variant.rawValue)' and pass --name NAME",
                location: SourceLocation(path: path)))
    }
}

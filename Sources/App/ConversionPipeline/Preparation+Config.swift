internal import CalibrationData
internal import Diagnostics
internal import InputContract
internal import MapperYAML
internal import ONNX
internal import Support

extension Preparation {
    /// Writes the mapper YAML, unless the user has edited it.
    ///
    /// - Returns: whether an edited file was kept.
    func config(_ input: InputSpecification, _ runner: inout StageRunner) async throws -> Bool {
        var generation = folder.generationOptions(input: input)
        if let name = try Model(contentsOf: folder.model).graph.realInputs.first?.name { generation.inputName = name }
        generation.profile = options.profile
        let text = try MapperConfig.generate(generation)
        let inputs = [
            "config": SHA256.hash(text).description, "model": try Fingerprint.contents(of: folder.model),
            "calibration": try Fingerprint.contents(of: Path.join(folder.calibration, CalibrationManifest.fileName)),
        ]
        let stage = Stage(name: "config", version: 1, inputs: inputs, outputs: [folder.config])
        if !options.force, runner.isEdited(folder.config, of: stage.name),
            try Fingerprint.contents(of: folder.config) != SHA256.hash(text).description
        {
            events.finding(
                Finding(
                    rule: "edited-config", severity: .warning,
                    message: "this mapper YAML was edited, and is kept as it is", fix: "pass --force to replace it",
                    location: SourceLocation(path: folder.config)))
            runner.keep(stage.name)
            return true
        }
        try await runner.run(stage) {
            // Linted under its final path, so that relative paths resolve as they will for hb_mapper.
            try Folder.create(Path.folder(folder.config))
            let findings = Linter(ConfigSources.all).lint(text: text, path: folder.config)
            for finding in findings where finding.severity != .error { events.finding(finding) }
            let errors = findings.filter { $0.severity == .error }
            guard errors.isEmpty else { throw PipelineError.rejected(subject: "the config", findings: errors) }
            try AtomicFile.write(text, to: folder.config)
        }
        return false
    }
}

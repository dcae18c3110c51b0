internal import CalibrationData
internal import Diagnostics
package import Evaluation
internal import FoundationEssentials
internal import Imaging
internal import InputContract
internal import Reporting
internal import Support

/// Evaluates a model on images, and keeps what it found with the build.
package struct ModelEvaluation: Sendable {
    private let request: EvaluationRequest
    private let events: PipelineEvents

    package init(_ request: EvaluationRequest, events: PipelineEvents) {
        self.request = request
        self.events = events
    }

    /// - Throws: errors of the models, images and labels; ``PipelineError``.
    package func run() async throws -> AccuracyReport {
        try await PipelineError.wrappingErrors {
            let preset = try preset()
            let set = EngineSet(request.model) { note($0) }
            let engines = try set.engines(
                request.engines.isEmpty ? set.usual : request.engines.union([EngineKind.float]))
            let loader = try SampleLoader(for: engines.flatMap(\.inputs), preset: preset, maps: request.maps)
            let images = try images(classCount: engines.lazy.compactMap(\.classCount).first)
            let journal = try journal(engines, images, preset)
            let tally = try await Evaluation(engines: engines, images: images, loader: loader).run(
                journal: journal, warn: warn, progress: events.progress)
            guard tally.evaluated > 0 else {
                journal?.remove()
                throw EvaluationError.nothingReadable(path: request.images, count: tally.count)
            }
            let report = AccuracyReport(
                tally, engines: engines, preset: preset.identifier, view: request.view.rawValue,
                names: ClassNames.of(engines.lazy.compactMap(\.classCount).first, labels: request.labels))
            keep(report)
            journal?.remove()
            return report
        }
    }

    private func preset() throws -> Preset {
        guard let preset = request.model.preset.showing(request.view) else {
            throw PipelineError.usage(
                "preset \(request.model.preset.identifier) does not crop, so that it has no \(request.view.rawValue) view",
                fix: "use --preset timm, or --view center")
        }
        return preset
    }

    private func images(classCount: Int?) throws -> [EvaluationImage] {
        let source = ImageSource(path: request.images)
        let paths = try source.candidates(excluding: [], warn: events.finding)
        let labels = try GroundTruth(of: paths, file: request.labels, classCount: classCount ?? 0)
        labels.notes.forEach(note)
        let images = zip(paths, labels.indices).map { path, label in
            EvaluationImage(path: Path.join(source.base, path), label: label)
        }
        return request.limit.map { ImageChoice.choose($0, of: images, seed: request.seed) } ?? images
    }

    // MARK: The journal

    /// `nil` if it cannot be written, which is told.
    private func journal(
        _ engines: [any ClassifierEngine], _ images: [EvaluationImage], _ preset: Preset
    ) throws -> Journal? {
        let key = try key(engines, images, preset)
        let path = Path.join(request.model.folder.evaluation, key.prefix(16) + ".journal")
        do {
            let journal = try Journal(path: path, key: key)
            return journal
        } catch let error as FileError {
            warn(LostJournal(cause: error))
            return nil
        }
    }

    /// Everything that the records depend on.
    private func key(
        _ engines: [any ClassifierEngine], _ images: [EvaluationImage], _ preset: Preset
    ) throws -> String {
        var hasher = SHA256()
        hasher.update("\(ToolVersion.current)\n\(preset.definition)\n\(request.model.convention)\n")
        for engine in engines {
            hasher.update("\(engine.kind.rawValue) \(try SHA256.hash(file: engine.model))\n")
        }
        for map in request.maps { hasher.update("\(map.name) \(map.folder)\n") }
        for image in images {
            let stamp = FileStamp(image.path)?.description ?? "missing"
            hasher.update("\(image.path)\n\(image.label ?? -1) \(stamp)\n")
        }
        return hasher.finalize().description
    }

    // MARK: The result

    /// Puts the figures into the report of the build, if there is one.
    private func keep(_ report: AccuracyReport) {
        let path = request.model.folder.report
        guard request.model.isPrepared, let data = FileManager.default.contents(atPath: path),
            var build = try? JSONReport.decode(BuildReport.self, from: data)
        else { return }
        build.accuracy = report
        do {
            try AtomicFile.write(try JSONReport.encode(build), to: path)
        } catch {
            note("the figures were not added to \(path): \(error.userMessage)")
        }
    }

    private func note(_ text: String) {
        events.finding(Finding(rule: "evaluation", severity: .note, message: text))
    }

    private func warn(_ error: any UserError) {
        events.finding(
            Finding(rule: "evaluation", severity: .warning, message: error.message, location: error.location))
    }
}

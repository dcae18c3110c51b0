internal import CalibrationData
internal import Diagnostics
internal import Evaluation
internal import FoundationEssentials
internal import Imaging
internal import InputContract
internal import MapperYAML
internal import ONNX
internal import Reporting
internal import Support
package import Tuning

/// Explains where the build of a work folder loses accuracy. The result is kept with the build.
package struct ModelExplanation: Sendable {
    private let name: String
    private let folder: WorkFolder
    private let config: MapperConfig
    private let model: EvaluatedModel
    private let events: PipelineEvents

    /// A folder of images, or a list of them; `nil`: the calibration images.
    package var images: String?
    /// The most images to use.
    package var limit = 100
    package var force = false
    package var depth = ExplanationRun.Depth()

    /// - Throws: ``PipelineError/notPrepared(folder:name:isVariant:)``; the config's own errors.
    package init(name: String, work: String, events: PipelineEvents) throws {
        self.name = name
        self.events = events
        guard ArtifactNames.isValid(name) else {
            throw PipelineError.usage("'\(name)' is not a name", fix: "pass a name that was prepared under --work")
        }
        model = try EvaluatedModel(name, work: work)
        folder = model.folder
        config = try MapperConfig(contentsOf: folder.config)
    }

    /// - Throws: errors of the models and images; ``PipelineError``.
    package func run() async throws -> Explanation {
        guard let float = model.float, case .file = FileStatus(of: config.calibratedModelPath) else {
            throw PipelineError.usage(
                "\(name) has not been built: its calibrated model is missing",
                fix: "run `repvit-convert build \(name)` first")
        }
        let images = try chosenImages()
        return try await folder.locked {
            let stage = try stage(images, float: float)
            var runner = StageRunner(
                folder: folder, command: "explain", selection: force ? .all : .outdated, announce: events.stage)
            try await runner.run(stage) {
                let found = try await explain(images, float: float)
                try AtomicFile.write(try JSONReport.encode(found), to: stage.outputs[0])
                try AtomicFile.write(ExplanationChart(found).svg, to: stage.outputs[1])
            }
            guard let data = FileManager.default.contents(atPath: stage.outputs[0]) else {
                throw FileError.notFound(path: stage.outputs[0])
            }
            return try JSONReport.decode(Explanation.self, from: data)
        }
    }

    private func stage(_ images: [String], float: String) throws -> Stage {
        var inputs = [
            "calibrated": try Fingerprint.model(config.calibratedModelPath), "float": try Fingerprint.model(float),
            "config": try Fingerprint.contents(of: folder.config), "depth": "\(depth.own) \(depth.converse)",
            "preset": model.preset.definition, "fed": fedRange?.rawValue ?? "", "tool": ToolVersion.current,
            "images": images.map { "\($0) \(FileStamp($0)?.description ?? "")" }.joined(separator: "\n"),
        ]
        if let samples = config.input.calibrationFolder, Folder.exists(samples) {
            inputs["samples"] = try Fingerprint.listing(of: samples)
        }
        return Stage(
            name: "explain", version: 1, inputs: inputs,
            outputs: ["explanation.json", "explanation.svg"].map { Path.join(folder.explanation, $0) })
    }

    // MARK: Images

    private func chosenImages() throws -> [String] {
        let paths = try images.map(listed) ?? calibrationImages()
        guard !paths.isEmpty else {
            throw PipelineError.usage("no images were found to explain \(name) with", fix: "pass --images DIR")
        }
        return ImageChoice.choose(limit, of: paths.map { EvaluationImage(path: $0) }, seed: 0).map(\.path)
    }

    private func listed(_ path: String) throws -> [String] {
        let source = ImageSource(path: path)
        return try source.candidates(excluding: [], warn: events.finding).map { Path.join(source.base, $0) }
    }

    private func calibrationImages() throws -> [String] {
        let data = try CalibrationManifest(folder: folder.calibration)
        guard let base = preparation?.calibration.images else { return [] }
        let source = ImageSource(path: base)
        return data.entries.map { Path.join(source.base, $0.source) }.filter {
            if case .file = FileStatus(of: $0) { true } else { false }
        }
    }

    private var preparation: PreparationReport? {
        FileManager.default.contents(atPath: folder.manifest).flatMap {
            try? JSONReport.decode(PreparationReport.self, from: $0)
        }
    }

    /// What the board feeds, by the contract.
    private var fedRange: NV12Range? { preparation?.input.range }

    // MARK: The work

    private func explain(_ images: [String], float path: String) async throws -> Explanation {
        let calibrated = try Model(contentsOf: config.calibratedModelPath)
        let floatModel = try Model(contentsOf: path)
        let engine = try FloatEngine(model: floatModel, path: path, convention: model.convention)
        let input = try CalibratedInput(
            calibrated, path: config.calibratedModelPath, isSubsampled: config.input.runtimeType == "nv12")
        let run = try ExplanationRun(calibrated, float: engine, input: input, depth: depth)
        let loader = try SampleLoader(for: engine.inputs, preset: model.preset)
        var found = try await run.run(
            target: name, preset: model.preset.identifier, source: self.images ?? "calibration images", images: images,
            loader: loader, progress: events.progress)
        found.input = try inputCauses(floatModel, images, loader, input, found)
        return found
    }

    private func inputCauses(
        _ float: Model, _ images: [String], _ loader: SampleLoader, _ input: CalibratedInput, _ found: Explanation
    ) throws -> [Cause] {
        var causes: [Cause] = []
        if let fed = fedRange,
            let cause = InputDiagnosis.range(model: input.range, fed: fed, otherDb: found.totals.otherRangeDb)
        {
            causes.append(cause)
        }
        guard model.convention.order != .gray else { return causes }
        let size = model.convention.size
        let diagnosis = InputDiagnosis(
            try ConventionTrial(float),
            stated: ConventionTrial.Convention(
                isSwapped: model.convention.order == .bgr, normalization: model.convention.normalization),
            shape: [1, 3, size.height, size.width])
        let some = stride(from: 0, to: images.count, by: max(1, images.count / 16)).prefix(16).map { images[$0] }
        let pixels = try some.compactMap { try loader.load($0).image.map(RGBCHW.elements) }
        if let cause = try diagnosis.convention(pixels) {
            causes.append(cause)
        } else if let cause = try diagnosis.samples(try samples()) {
            causes.append(cause)
        }
        return causes
    }

    /// Calibration samples as planes of RGB by the configuration, up to 16.
    private func samples() throws -> [InputDiagnosis.Pixels] {
        let size = model.convention.size
        guard let folder = config.input.calibrationFolder, config.input.trainingLayout == "NCHW",
            config.input.calibrationDataType == "float32"
        else { return [] }
        let isSwapped = model.convention.order == .bgr
        return try Folder.names(in: folder).sorted().prefix(16).compactMap { name in
            let values = try ByteView(contentsOf: Path.join(folder, name)).elements(as: Float.self)
            guard values.count == 3 * size.pixels, values.allSatisfy(\.isFinite) else { return nil }
            guard isSwapped else { return values }
            return Array(values[(2 * size.pixels)...] + values[size.pixels..<2 * size.pixels] + values[..<size.pixels])
        }
    }
}

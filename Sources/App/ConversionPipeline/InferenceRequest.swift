package import CalibrationData
package import Diagnostics
package import Evaluation
package import InputContract
internal import Imaging
internal import Support

/// Images to classify, and with what.
package struct InferenceRequest: Sendable {
    package var model: String
    package var images: [String]
    /// What is known about a float network's input.
    package var input = InputRequest()
    /// `nil`: by the model's file.
    package var engine: EngineKind?
    /// How many classes for each image.
    package var top = 5
    /// Class names; `nil`: ImageNet's for 1000 classes.
    package var labels: String?
    package var maps: [FeatureMap] = []
    /// `nil`: one for each core.
    package var threads: Int?
    package var repetitions = 1
    /// Where images with their classes go.
    package var saveFolder: String?

    package init(model: String, images: [String]) {
        self.model = model
        self.images = images
    }

    /// - Parameters:
    ///   - note: called with what a reader of the results has to know.
    ///   - unreadable: called for each image that cannot be read, which is left out.
    /// - Throws: errors of the model and of its engine; `OverwriteError`.
    package func run(
        note: @escaping @Sendable (String) -> Void, unreadable: @escaping @Sendable (any UserError) -> Void,
        progress: @escaping Progress.Handler
    ) async throws -> InferenceReport {
        let writer = try saveFolder.map { try LabeledImages(folder: $0, inputs: images + [model]) }
        let files = try EvaluatedModel(model, work: "work", input: input)
        let preset = files.preset
        let set = EngineSet(files, threads: threads ?? Cores.count, note: note)
        let engine = try set.engine(engine ?? set.usual.subtracting(files.isFloat ? [] : [.float]).first ?? .float)
        engine.notes.forEach(note)
        let names = try names(classes: engine.classCount)
        let loader = try SampleLoader(for: engine.inputs, preset: preset, maps: maps)
        let results = try await PipelineError.wrappingErrors {
            try await Classification(engine, loader: loader, names: names).run(
                images, count: top, repetitions: repetitions,
                // A float model has the cores for one image; a measurement wants the machine for itself.
                lanes: engine.kind == .float || repetitions > 1 ? 1 : threads ?? Cores.count,
                unreadable: unreadable, progress: progress)
        }
        for result in results {
            try writer?.write(result, preset: preset)
        }
        let seconds = results.flatMap(\.seconds).sorted()
        return InferenceReport(
            engine: engine.kind == .bin ? "simulator" : engine.kind.rawValue, model: model,
            preset: preset.identifier, range: engine.inputs.lazy.compactMap(\.range).first?.rawValue,
            milliseconds: seconds.isEmpty ? nil : seconds[seconds.count / 2] * 1000,
            images: results.map { InferenceReport.Image(path: $0.path, predictions: $0.predictions) })
    }

    private func names(classes count: Int?) throws -> [Int: String] {
        guard let labels else { return ClassNames.of(count) }
        let classes = try LabelsFile.read(path: labels, classes: count)
        return Dictionary(classes.map { ($0.index, $0.name) }, uniquingKeysWith: { first, _ in first })
    }
}

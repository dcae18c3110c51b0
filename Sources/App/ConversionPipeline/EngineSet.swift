internal import CompiledModel
internal import Diagnostics
package import Evaluation
internal import GraphRuntime
internal import ONNX
internal import VendorTools

/// Makes the engines that run a model.
package struct EngineSet: Sendable {
    private let model: EvaluatedModel
    private let note: @Sendable (String) -> Void
    /// Threads of one image of a float model.
    private let threads: Int

    /// - Parameter note: called with what a reader of the results has to know.
    package init(_ model: EvaluatedModel, threads: Int = 1, note: @escaping @Sendable (String) -> Void) {
        self.model = model
        self.threads = threads
        self.note = note
    }

    /// What runs where the user does not choose.
    package var usual: Set<EngineKind> {
        if model.quantized != nil { return [.float, .quantized] }
        return model.bin != nil ? [.float, .bin] : [.float]
    }

    /// The engines in the order of their kinds. Float is left out without a float model, unless it is the only one.
    ///
    /// - Throws: ``PipelineError/usage(_:fix:)`` for an engine whose file is missing; errors of the files and engines.
    package func engines(_ kinds: Set<EngineKind>) throws -> [any ClassifierEngine] {
        var engines: [any ClassifierEngine] = []
        for kind in kinds.sorted() {
            if kind == .float, model.float == nil, kinds.count > 1 {
                note("no float model is known for \(model.target); pass it with --float to compare with it")
                continue
            }
            let engine = try engine(kind)
            // The vendor's runtime may have taken the place of another engine.
            if !engines.contains(where: { $0.kind == engine.kind }) { engines.append(engine) }
        }
        for engine in engines { engine.notes.forEach(note) }
        return engines
    }

    /// - Throws: as ``engines(_:)``.
    package func engine(_ kind: EngineKind) throws -> any ClassifierEngine {
        switch kind {
        case .float:
            let path = try file(model.float, "float")
            return try FloatEngine(
                model: try Model(contentsOf: path), path: path, convention: model.convention, threads: threads)
        case .quantized:
            let path = try file(model.quantized, "quantized")
            return try quantized(path)
        case .vendor:
            let path = try file(model.quantized, "quantized")
            return try VendorEngine(model: try Model(contentsOf: path), path: path, environment: try Toolchain.locate())
        case .bin:
            let path = try file(model.bin, "compiled")
            return try SimulatorEngine(try BinModel(path: path), environment: try Toolchain.locate())
        }
    }

    /// What our engine cannot compute bit for bit, the vendor's runtime computes.
    private func quantized(_ path: String) throws -> any ClassifierEngine {
        let graph = try Model(contentsOf: path)
        do {
            return try QuantizedEngine(model: graph, path: path)
        } catch let error as RuntimeError {
            guard case .unsupported = error, let environment = try? Toolchain.locate() else { throw error }
            note("\(error.message); the vendor's runtime computes this model")
            return try VendorEngine(model: graph, path: path, environment: environment)
        }
    }

    private func file(_ path: String?, _ kind: String) throws -> String {
        if let path { return path }
        let fix = model.isPrepared ? "run `repvit-convert build \(model.target)` first" : "name the files of a build"
        throw PipelineError.usage(
            "there is no \(kind) model of \(model.target)", fix: kind == "float" ? "pass --float FILE.onnx" : fix)
    }
}

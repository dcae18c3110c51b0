internal import CompiledModel
internal import Diagnostics
package import Evaluation
internal import FoundationEssentials
package import InputContract
internal import MapperYAML
internal import ONNX
internal import RepViT
internal import Reporting
internal import Support

/// The files of one build that can be run on images, and how they are fed.
package struct EvaluatedModel: Sendable {
    /// What the user named.
    package let target: String
    package private(set) var float: String?
    package private(set) var quantized: String?
    package private(set) var bin: String?
    package private(set) var convention = ImageConvention()
    /// What `prepare` calibrated with, or timm's, unless the caller asked for another.
    package private(set) var preset = Preset.timm
    /// Where the results go.
    package let folder: WorkFolder
    /// Whether ``target`` is a name under `--work`.
    package let isPrepared: Bool

    /// Whether the user named a float model's file.
    package var isFloat: Bool { float == target }

    private static let quantizedSuffix = "_quantized_model.onnx"

    /// - Parameters:
    ///   - target: a model's file, or a name that was prepared.
    ///   - work: the parent folder of the work folders.
    ///   - float: the float model, where the build does not name it.
    ///   - input: what the caller says about the float network's input.
    /// - Throws: ``PipelineError/notPrepared(folder:name:isVariant:)``; `InputError`; errors of the files.
    package init(
        _ target: String, work: String, float: String? = nil, input: InputRequest = InputRequest()
    ) throws {
        self.target = target
        let suffix = Path.lowercasedExtension(target)
        isPrepared = suffix != "onnx" && suffix != "bin"
        if isPrepared {
            guard !target.contains("/") else {
                throw PipelineError.usage(
                    "'\(target)' is neither a model nor a name",
                    fix: "pass a .onnx or .bin file, or a name under --work")
            }
            folder = WorkFolder(work: work, name: target)
            try readPrepared()
        } else {
            guard case .file = FileStatus(of: target) else { throw FileError.notFound(path: target) }
            folder = WorkFolder(work: work, name: Path.stem(target))
            if suffix == "bin" { try readBuild(bin: target) } else { try readONNX(target) }
        }
        if let float { self.float = float }
        let known = InputSpecification(size: convention.size, normalization: convention.normalization, preset: preset)
        let stated = try input.resolve(defaults: known).input
        preset = stated.preset
        convention.size = stated.size
        convention.normalization = stated.normalization
    }

    private mutating func readPrepared() throws {
        guard case .file = FileStatus(of: folder.config) else {
            throw PipelineError.notPrepared(folder: folder.path, name: target, isVariant: folder.names.isVariant)
        }
        let config = try MapperConfig(contentsOf: folder.config)
        float = Self.existing(config.onnxModel)
        quantized = Self.existing(config.quantizedModelPath)
        bin = Self.existing(config.binPath)
        let input = config.inputs.first { $0.runtimeType != "featuremap" } ?? config.input
        convention = try Self.convention(
            trainingType: input.trainingType, mean: input.mean, scale: input.scale,
            size: input.size.map { ImageSize(height: $0.height, width: $0.width) }, path: config.path)
        let manifest = FileManager.default.contents(atPath: folder.manifest)
        if let manifest, let preparation = try? JSONReport.decode(PreparationReport.self, from: manifest) {
            preset = preparation.input.preset
        }
    }

    private mutating func readONNX(_ path: String) throws {
        let model = try Model(contentsOf: path)
        guard QuantizedEngine.runs(model) else {
            float = path
            return
        }
        quantized = path
        if path.hasSuffix(Self.quantizedSuffix) {
            try readBuild(bin: Self.existing(path.dropLast(Self.quantizedSuffix.count) + ".bin"))
        }
    }

    private mutating func readBuild(bin path: String?) throws {
        guard let path else { return }
        let compiled = try BinModel(path: path)
        bin = path
        quantized = quantized ?? BuildRecord.quantizedModel(of: path)
        float = compiled.parameters["ONNX_MODEL"].flatMap { Self.existing($0) }
        guard let input = compiled.imageParameters else { return }
        convention = try Self.convention(
            trainingType: input.trainingType, mean: input.mean, scale: input.scale, size: nil, path: path)
    }

    private static func convention(
        trainingType: String, mean: [Double]?, scale: [Double]?, size: ImageSize?, path: String
    ) throws -> ImageConvention {
        let orders: [String: InputPort.ChannelOrder] = ["rgb": .rgb, "bgr": .bgr, "gray": .gray]
        guard let order = orders[trainingType] else {
            throw EvaluationError.unsupportedModel(path: path, reason: "its input_type_train is '\(trainingType)'")
        }
        let channels = order == .gray ? 1 : 3
        func filled(_ values: [Double]?, _ value: Double) throws -> [Double] {
            let values = values ?? []
            if values.isEmpty { return [Double](repeating: value, count: channels) }
            if values.count == 1 { return [Double](repeating: values[0], count: channels) }
            guard values.count == channels else {
                throw EvaluationError.unsupportedModel(
                    path: path, reason: "it has \(values.count) means or scales for \(channels) channels")
            }
            return values
        }
        return ImageConvention(
            size: size ?? InputSpecification.timmDefault.size, order: order,
            normalization: Normalization(mean: try filled(mean, 0), deviation: try filled(scale, 1).map { 1 / $0 }))
    }

    private static func existing(_ path: String) -> String? {
        if case .file = FileStatus(of: path) { path } else { nil }
    }
}

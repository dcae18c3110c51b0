internal import FileSupport
public import Primitives
internal import YAMLDocument

/// A mapper YAML as the other parts need it, with paths resolved and defaults filled in.
///
/// Relative paths are resolved against the YAML's own folder, as hb_mapper does it (measured).
/// For findings with all their places use ``Linter``; this only makes sure that what it gives is usable.
public struct MapperConfig: Sendable, Hashable {
    /// One input of the model.
    public struct Input: Sendable, Hashable {
        /// `nil` if the file leaves it to the model.
        public var name: String?
        /// `input_type_rt`: what the compiled model is fed with, such as `nv12`.
        public var runtimeType: String
        /// `input_type_train`, such as `rgb`.
        public var trainingType: String
        /// `input_layout_train`: `NCHW` or `NHWC`.
        public var trainingLayout: String
        public var range: NV12Range
        /// `input_shape`, as `[1, 3, 224, 224]`; `nil` if the file leaves it to the model.
        public var shape: [Int]?
        /// `norm_type`, such as `data_mean_and_scale`.
        public var normType: String
        /// One number a channel, in the channels' order; `nil` if `norm_type` has none.
        public var mean: [Double]?
        public var scale: [Double]?
        /// Resolved; `nil` if calibration reads no data.
        public var calibrationFolder: String?
        /// `cal_data_type`, or what hb_mapper guesses where it is missing.
        public var calibrationDataType: String

        /// Height and width in pixels; `nil` if the file gives no shape of an image.
        public var size: (height: Int, width: Int)? {
            guard let shape, shape.count == 4 else { return nil }
            return trainingLayout == "NHWC" ? (shape[1], shape[2]) : (shape[2], shape[3])
        }
    }

    public var path: String
    /// Resolved.
    public var onnxModel: String
    public var march: String
    /// Resolved.
    public var workingFolder: String
    public var outputPrefix: String
    /// At least one.
    public var inputs: [Input]
    /// Images a run.
    public var batch: Int
    public var calibrationType: String
    public var optimizeLevel: String
    public var compileMode: String

    /// The compiled model that makertbin writes.
    public var binPath: String { Path.join(workingFolder, outputPrefix + ".bin") }
    /// The quantized ONNX that makertbin writes.
    public var quantizedModelPath: String { Path.join(workingFolder, outputPrefix + "_quantized_model.onnx") }

    /// Reads a mapper YAML.
    ///
    /// - Throws: ``MapperConfigError``: `.file`, `.yaml`, or the first key that is missing or unusable.
    public init(contentsOf path: String) throws(MapperConfigError) {
        let document: YAMLDocument
        do throws(YAMLError) {
            document = try YAMLDocument(contentsOf: path, limits: Linter.limits)
        } catch {
            throw MapperConfigError(error)
        }
        try self.init(document)
    }

    /// Reads a text as if it were the file at `path`.
    ///
    /// - Throws: ``MapperConfigError``.
    public init(text: String, path: String) throws(MapperConfigError) {
        let document: YAMLDocument
        do throws(YAMLError) {
            document = try YAMLDocument(text: text, path: path, limits: Linter.limits)
        } catch {
            throw MapperConfigError(error)
        }
        try self.init(document)
    }

    private init(_ document: YAMLDocument) throws(MapperConfigError) {
        let reader = ConfigReader(ConfigFile(document))
        path = document.path
        onnxModel = reader.file.resolve(try reader.text(.onnxModel))
        march = try reader.text(.march)
        workingFolder = reader.file.resolve(try reader.text(.workingDir, default: "./model_output"))
        outputPrefix = try reader.text(.outputModelFilePrefix, default: "model")
        inputs = try reader.inputs()
        batch = try reader.batch()
        calibrationType = try reader.text(.calibrationType, default: "default")
        optimizeLevel = try reader.text(.optimizeLevel, default: "O0")
        compileMode = try reader.text(.compileMode, default: "latency")
    }

    /// The only input of a model with one, the first of others.
    public var input: Input { inputs[0] }
}

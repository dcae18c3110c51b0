package import InputContract
internal import YAML

/// A mapper YAML as the other parts need it, with paths resolved and defaults filled in.
///
/// Relative paths are resolved against the YAML's own folder, as hb_mapper does it (measured).
/// For findings with all their places use ``Linter``; this only ensures that its values are usable.
package struct MapperConfig: Sendable, Hashable {
    /// One input of the model.
    package struct Input: Sendable, Hashable {
        /// `nil` if the file leaves it to the model.
        package var name: String?
        /// `input_type_rt`: what the compiled model is fed with, such as `nv12`.
        package var runtimeType: String
        /// `input_type_train`, such as `rgb`.
        package var trainingType: String
        /// `input_layout_train`: `NCHW` or `NHWC`.
        package var trainingLayout: String
        package var range: NV12Range
        /// `input_shape`, as `[1, 3, 224, 224]`; `nil` if the file leaves it to the model.
        package var shape: [Int]?
        /// `norm_type`, such as `data_mean_and_scale`.
        package var normType: String
        /// One number a channel, in the channels' order; `nil` if `norm_type` has none.
        package var mean: [Double]?
        package var scale: [Double]?
        /// Resolved; `nil` if calibration reads no data.
        package var calibrationFolder: String?
        /// `cal_data_type`, or what hb_mapper guesses where it is missing.
        package var calibrationDataType: String

        /// Height and width in pixels; `nil` if the file states no shape of an image.
        package var size: (height: Int, width: Int)? {
            guard let shape, shape.count == 4 else { return nil }
            return trainingLayout == "NHWC" ? (shape[1], shape[2]) : (shape[2], shape[3])
        }
    }

    package var path: String
    private let paths: ConfigPaths
    /// At least one.
    package var inputs: [Input]
    /// Images a run.
    package var batch: Int
    package var calibrationType: String
    package var optimizeLevel: String
    package var compileMode: String

    /// Resolved.
    package var onnxModel: String { paths.onnxModel }
    package var march: String { paths.march }
    /// Resolved.
    package var workingFolder: String { paths.workingFolder }
    package var outputPrefix: String { paths.outputPrefix }
    /// The compiled model that makertbin writes.
    package var binPath: String { paths.bin }
    /// The quantized ONNX model that makertbin writes.
    package var quantizedModelPath: String { paths.quantizedModel }

    /// The calibrated ONNX model that makertbin writes.
    package var calibratedModelPath: String { paths.calibratedModel }

    /// Reads a mapper YAML.
    ///
    /// - Throws: ``MapperConfigError``: `.file`, `.yaml`, or the first key that is missing or unusable.
    package init(contentsOf path: String) throws {
        let document = try YAMLDocument(contentsOf: path, limits: ConfigFile.limits)
        try self.init(document)
    }

    /// Reads a text as if it were the file at `path`.
    ///
    /// - Throws: ``MapperConfigError``.
    package init(text: String, path: String) throws {
        let document = try YAMLDocument(text: text, path: path, limits: ConfigFile.limits)
        try self.init(document)
    }

    private init(_ document: YAMLDocument) throws {
        let reader = ConfigReader(ConfigFile(document))
        path = document.path
        paths = try ConfigPaths(reader)
        inputs = try reader.inputs()
        batch = try reader.batch()
        calibrationType = try reader.text(.calibrationType, default: "default")
        optimizeLevel = try reader.text(.optimizeLevel, default: "O0")
        compileMode = try reader.text(.compileMode, default: "latency")
    }

    /// The only input of a model with one, the first of others.
    package var input: Input { inputs[0] }
}

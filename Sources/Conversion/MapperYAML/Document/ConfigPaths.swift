internal import Support
internal import YAML

/// The paths in a mapper YAML, resolved, with defaults filled in.
///
/// It needs less of the file than ``MapperConfig``, so that hb_mapper can be run on a file that it will reject.
package struct ConfigPaths: Sendable, Hashable {
    package let onnxModel: String
    package let march: String
    package let workingFolder: String
    package let outputPrefix: String
    /// `input_shape` of the first input, such as `1x3x224x224`.
    package let inputShape: String?
    /// `cal_data_dir` of the first input.
    package let calibrationFolder: String?

    /// The compiled model that makertbin writes.
    package var bin: String { Path.join(workingFolder, outputPrefix + ".bin") }
    /// The quantized ONNX model that makertbin writes.
    package var quantizedModel: String { Path.join(workingFolder, outputPrefix + "_quantized_model.onnx") }

    /// The calibrated ONNX model that makertbin writes.
    package var calibratedModel: String { Path.join(workingFolder, outputPrefix + "_calibrated_model.onnx") }

    /// Reads a mapper YAML.
    ///
    /// - Throws: `FileError`, `YAMLError`, or ``MapperConfigError`` for the first key that is missing or unusable.
    package init(contentsOf path: String) throws {
        try self.init(ConfigReader(ConfigFile(try YAMLDocument(contentsOf: path, limits: ConfigFile.limits))))
    }

    init(_ reader: ConfigReader) throws {
        let file = reader.file
        func line(_ key: Key, _ value: String?) throws -> String? {
            guard value?.contains(where: \.isNewline) != true else {
                throw reader.unusable(key, "contains a line break")
            }
            return value
        }
        func text(_ key: Key, default defaultValue: String? = nil) throws -> String {
            try line(key, reader.text(key, default: defaultValue)) ?? ""
        }
        onnxModel = file.resolve(try text(.onnxModel))
        march = try text(.march)
        workingFolder = file.resolve(try text(.workingDir, default: "./model_output"))
        outputPrefix = try text(.outputModelFilePrefix, default: "model")
        inputShape = try line(.inputShape, file.list(.inputShape).first ?? nil)
        calibrationFolder = try line(.calDataDir, file.list(.calDataDir).first ?? nil).map(file.resolve)
    }
}

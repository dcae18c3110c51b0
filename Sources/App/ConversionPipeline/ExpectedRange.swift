package import InputContract
internal import MapperYAML

/// The NV12 range that the model of a config expects.
package enum ExpectedRange {
    /// The range by `input_space_and_range` of the first input.
    ///
    /// - Throws: the config's own errors, ``PipelineError/usage(_:fix:)`` if the
    ///   model's input is not NV12.
    package static func read(_ path: String) throws -> NV12Range {
        let config = try MapperConfig(contentsOf: path)
        guard config.input.runtimeType == "nv12" else {
            throw PipelineError.usage(
                "\(path): the input of a model built with this config is \(config.input.runtimeType), not nv12",
                fix: "set input_type_rt: nv12")
        }
        return config.input.range
    }
}

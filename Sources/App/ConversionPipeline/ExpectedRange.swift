package import InputContract
internal import MapperYAML

/// The NV12 that the model of a config expects.
package enum ExpectedRange {
    /// The range by `input_space_and_range` of the first input.
    ///
    /// - Throws: the config's own errors, as ``PipelineError/stage(_:)``; ``PipelineError/usage(_:fix:)`` if the
    ///   model takes no NV12.
    package static func read(_ path: String) throws -> NV12Range {
        let config = try MapperConfig(contentsOf: path)
        guard config.input.runtimeType == "nv12" else {
            throw PipelineError.usage(
                "\(path): a model built with this takes \(config.input.runtimeType), not NV12",
                fix: "set input_type_rt to nv12, or feed what it takes")
        }
        return config.input.range
    }
}

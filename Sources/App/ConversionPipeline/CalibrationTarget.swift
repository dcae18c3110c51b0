package import CalibrationData
package import Imaging
package import InputContract
internal import MapperYAML
internal import Support

/// The calibration data that a mapper config expects for one input.
package struct CalibrationTarget: Sendable {
    package let expectation: DataExpectation
    /// `nil` if this program cannot write the input's format.
    package let format: SampleFormat?
    /// `nil` if the config states no size.
    package let size: ImageSize?

    /// - Parameters:
    ///   - input: the name of the input; the one whose `cal_data_dir` is `folder` if `nil`, else the first.
    /// - Throws: the config's own errors; ``PipelineError/usage(_:fix:)`` if that input does not exist.
    package static func read(
        config path: String, input name: String? = nil, folder: String? = nil
    ) throws -> CalibrationTarget {
        let config = try MapperConfig(contentsOf: path)
        let wanted = folder.map(Path.normalized)
        let input: MapperConfig.Input?
        if let name {
            input = config.inputs.first { $0.name == name }
        } else {
            input =
                config.inputs.first { input in
                    wanted != nil && input.calibrationFolder.map(Path.normalized) == wanted
                } ?? config.inputs.first
        }
        guard let input else {
            let names = config.inputs.compactMap(\.name).joined(separator: ", ")
            throw PipelineError.usage("\(path) has no input '\(name ?? "")'", fix: "use one of its inputs: \(names)")
        }
        return CalibrationTarget(input)
    }

    private init(_ input: MapperConfig.Input) {
        var expectation = DataExpectation(source: "the config")
        expectation.channels =
            switch input.trainingType {
            case "rgb": .rgb
            case "bgr": .bgr
            case "gray": .gray
            case "yuv444": .yuv444(input.range)
            default: nil
            }
        expectation.order = input.trainingLayout == "NHWC" ? .hwc : .chw
        expectation.element = SampleFormat.Element(rawValue: input.calibrationDataType)
        if let size = input.size { (expectation.width, expectation.height) = (size.width, size.height) }
        expectation.isNormalizedByModel = input.normType != "no_preprocess"
        if input.runtimeType == "nv12" || input.trainingType == "yuv444" { expectation.range = input.range }
        self.expectation = expectation
        if let channels = expectation.channels, let order = expectation.order, let element = expectation.element {
            format = SampleFormat(.tensor(channels, order, element))
        } else {
            format = nil
        }
        size = input.size.map { ImageSize(height: $0.height, width: $0.width) }
    }
}

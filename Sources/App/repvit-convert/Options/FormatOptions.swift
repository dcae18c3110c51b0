import ArgumentParser
import CalibrationData
import ConversionPipeline
package import Imaging
import InputContract

/// How samples are written: `--layout`, `--type`, `--npy`, `--range`, `--config` and the alignments.
struct FormatOptions: ParsableArguments {
    @Option(help: "Channels and their order; chw is plane after plane, hwc pixel after pixel. Default: rgbchw.")
    var layout: SampleLayout?

    @Option(help: "The type of the numbers, which are 0...255. Default: float32.")
    var type: SampleFormat.Element?

    @Flag(help: "Write NumPy's .npy, with a header.")
    var npy = false

    @Option(help: "The range of YUV that the model expects; needed for yuv444 and nv12, recorded for others.")
    var range: NV12Range?

    @Option(
        help: ArgumentHelp(
            "The mapper YAML that the data is for: gives layout, type, size and range.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("NV12 rows take a multiple of so many bytes.", valueName: "bytes"))
    var rowAlignment = 1

    @Option(help: ArgumentHelp("NV12 planes take a multiple of so many bytes.", valueName: "bytes"))
    var planeAlignment = 1

    func validate() throws {
        guard BufferLayout.alignments.contains(rowAlignment), BufferLayout.alignments.contains(planeAlignment) else {
            throw ValidationError("Alignments are from 1 to \(BufferLayout.alignments.upperBound) bytes.")
        }
        if range != nil, config != nil {
            throw ValidationError("Say the range either with --range or with --config.")
        }
        if config == nil, range == nil, let layout, layout.isYUV {
            throw ValidationError(
                "\(layout.rawValue) needs --range full|video or --config FILE.yaml: it is never guessed.")
        }
    }

    var buffer: BufferLayout { BufferLayout(rowAlignment: rowAlignment, planeAlignment: planeAlignment) }

    /// What the configuration says, if one is given.
    func target(input: String? = nil, folder: String? = nil) throws -> CalibrationTarget? {
        try config.map { try CalibrationTarget.read(config: $0, input: input, folder: folder) }
    }

    /// The options' format; where they say nothing, the configuration's.
    func format(_ target: CalibrationTarget?) -> SampleFormat {
        let range = range ?? target?.expectation.range ?? .full
        guard let layout else {
            guard case .tensor(let channels, let order, let element)? = target?.format?.content else {
                return SampleFormat(.tensor(.rgb, .chw, type ?? .float32), isNPY: npy)
            }
            return SampleFormat(.tensor(channels, order, type ?? element), isNPY: npy)
        }
        guard let (channels, order) = layout.tensor(range) else { return .nv12(range, layout: buffer) }
        return SampleFormat(.tensor(channels, order, type ?? target?.expectation.element ?? .float32), isNPY: npy)
    }
}

/// The layouts by the names of their files.
enum SampleLayout: String, ExpressibleByArgument, CaseIterable {
    case rgbchw, rgbhwc, bgrchw, bgrhwc, graychw, grayhwc, yuv444chw, yuv444hwc, nv12

    var isYUV: Bool { [.yuv444chw, .yuv444hwc, .nv12].contains(self) }

    /// `nil` for NV12.
    func tensor(_ range: NV12Range) -> (SampleFormat.Channels, SampleFormat.Order)? {
        switch self {
        case .rgbchw: (.rgb, .chw)
        case .rgbhwc: (.rgb, .hwc)
        case .bgrchw: (.bgr, .chw)
        case .bgrhwc: (.bgr, .hwc)
        case .graychw: (.gray, .chw)
        case .grayhwc: (.gray, .hwc)
        case .yuv444chw: (.yuv444(range), .chw)
        case .yuv444hwc: (.yuv444(range), .hwc)
        case .nv12: nil
        }
    }
}

extension SampleFormat.Element: ExpressibleByArgument {}

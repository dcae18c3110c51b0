import ArgumentParser
import CalibrationData
import ConversionPipeline
package import Imaging
import InputContract

/// How samples are written: `--layout`, `--type`, `--npy`, `--range`, `--config` and the alignments.
struct FormatOptions: ParsableArguments {
    @Option(help: "Channels and their order: chw is planar, hwc interleaved. (default: rgbchw)")
    var layout: SampleLayout?

    @Option(help: "Element type; values are 0...255. (default: float32)")
    var type: SampleFormat.Element?

    @Flag(help: "Write NumPy .npy files, with a header.")
    var npy = false

    @Option(help: "YUV range that the model expects; required for yuv444 and nv12, recorded otherwise.")
    var range: NV12Range?

    @Option(
        help: ArgumentHelp(
            "Mapper YAML that the data is for; sets layout, type, size and range.", valueName: "file"),
        completion: .yaml)
    var config: String?

    @Option(help: ArgumentHelp("Align NV12 rows to this many bytes.", valueName: "bytes"))
    var rowAlignment = 1

    @Option(help: ArgumentHelp("Align NV12 planes to this many bytes.", valueName: "bytes"))
    var planeAlignment = 1

    func validate() throws {
        try BufferLayout.validate(rowAlignment: rowAlignment, planeAlignment: planeAlignment)
        if range != nil, config != nil {
            throw ValidationError("--range and --config are mutually exclusive: the config sets the range")
        }
        if config == nil, range == nil, let layout, layout.isYUV {
            throw ValidationError("\(layout.rawValue) requires --range full|video or --config FILE.yaml")
        }
    }

    var buffer: BufferLayout { BufferLayout(rowAlignment: rowAlignment, planeAlignment: planeAlignment) }

    /// What the config expects, if one was given.
    func target(input: String? = nil, folder: String? = nil) throws -> CalibrationTarget? {
        try config.map { try CalibrationTarget.read(config: $0, input: input, folder: folder) }
    }

    /// The format of the options, completed by that of the config.
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

extension BufferLayout {
    /// Checks `--row-alignment` and `--plane-alignment`.
    static func validate(rowAlignment: Int, planeAlignment: Int) throws {
        guard alignments.contains(rowAlignment), alignments.contains(planeAlignment) else {
            throw ValidationError("alignments must be 1 to \(alignments.upperBound) bytes")
        }
    }
}

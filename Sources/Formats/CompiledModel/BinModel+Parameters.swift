package import InputContract

extension BinModel {
    /// A build parameter that is a list with one element an input; hb_mapper writes `nv12;`.
    package func list(_ name: String) -> [String] {
        (parameters[name] ?? "").split(separator: ";").map(String.init)
    }

    /// The chip's architecture: `bayes-e` for the RDK X5.
    package var march: String? { parameters["MARCH"] }

    /// How the board feeds the first input: `nv12`.
    package var inputType: String? {
        let type = list("INPUT_TYPE_RT").first
        return type == Self.videoRangeNV12 ? "nv12" : type
    }

    /// What hb_mapper writes for NV12 of video range.
    private static let videoRangeNV12 = "yuv420sp_bt601_video"

    /// The range of the NV12 input; `nil` if the model takes something else.
    package var nv12Range: NV12Range? {
        guard inputType == "nv12" else { return nil }
        switch list("INPUT_SPACE_AND_RANGE").first {
        case nil, "regular": return .full
        case "bt601_video": return .video
        default: return nil
        }
    }

    /// Elements of the one output: the classes of a classifier.
    package var classCount: Int? {
        outputs.count == 1 ? outputs[0].shape.dropFirst().reduce(1, *) : nil
    }

    /// Height and width of an NV12 input.
    package var imageSize: (height: Int, width: Int)? {
        guard inputType == "nv12", let shape = inputs.first?.shape, shape.count == 4, shape[0] == 1, shape[3] == 3,
            shape[1] > 0, shape[2] > 0, shape[1] % 2 == 0, shape[2] % 2 == 0
        else { return nil }
        return (shape[1], shape[2])
    }
}

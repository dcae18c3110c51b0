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

    /// hb_mapper writes the range into the type, too, where it is not full.
    private var isNV12: Bool { inputType == "nv12" || inputType == "yuv420sp_bt601_video" }

    /// The range of the NV12 input; `nil` if the model accepts something else.
    package var nv12Range: NV12Range? {
        guard isNV12 else { return nil }
        switch list("INPUT_SPACE_AND_RANGE").first {
        case nil, "regular": return .full
        case "bt601_video": return .video
        default: return nil
        }
    }

    /// The range of a YUV input; `nil` if it is unknown.
    package func range(ofInput name: String) -> NV12Range? {
        let names = list("INPUT_NAMES").isEmpty ? inputs.map(\.name) : list("INPUT_NAMES")
        let ranges = list("INPUT_SPACE_AND_RANGE")
        let index = names.count > 1 ? names.firstIndex(of: name) : 0
        switch index.flatMap({ ranges.indices.contains($0) ? ranges[$0] : nil }) {
        case nil, "regular": return .full
        case "bt601_video": return .video
        default: return nil
        }
    }

    /// What the network was trained on, and how its pixels are normalized, for the first input that is an image.
    package var imageParameters: (trainingType: String, mean: [Double]?, scale: [Double]?)? {
        // Entries of inputs without a value are empty.
        func entries(_ name: String) -> [Substring] {
            (parameters[name] ?? "").split(separator: ";", omittingEmptySubsequences: false)
        }
        let types = entries("INPUT_TYPE_TRAIN")
        guard let index = types.firstIndex(where: { !$0.isEmpty && $0 != "featuremap" }) else { return nil }
        func numbers(_ name: String) -> [Double]? {
            let entries = entries(name)
            let values =
                entries.indices.contains(index) ? entries[index].split(separator: ",").compactMap { Double($0) } : []
            return values.isEmpty ? nil : values
        }
        return (String(types[index]), numbers("MEAN_VALUE"), numbers("SCALE_VALUE"))
    }

    /// Elements of the one output: the classes of a classifier.
    package var classCount: Int? {
        outputs.count == 1 ? outputs[0].shape.dropFirst().reduce(1, *) : nil
    }

    /// Height and width of an NV12 input.
    package var imageSize: (height: Int, width: Int)? {
        guard isNV12, let shape = inputs.first?.shape, shape.count == 4, shape[0] == 1, shape[3] == 3,
            shape[1] > 0, shape[2] > 0, shape[1] % 2 == 0, shape[2] % 2 == 0
        else { return nil }
        return (shape[1], shape[2])
    }
}

extension BinModel.Feed {
    /// How many samples one run needs.
    package var batch: Int { shape.first ?? 0 }

    /// Whether the simulator is given an image rather than a tensor.
    package var isImage: Bool { kind == .nv12 || kind == .gray }

    /// Bytes of one sample: int8 for each element, or an image's planes. `nil` if the shape is not that of the kind.
    package var sampleByteCount: Int? {
        guard shape.count == 4, shape.allSatisfy({ $0 > 0 }) else { return nil }
        let elements = shape.dropFirst().reduce(1, *)
        switch kind {
        case .nv12: return shape[3] == 3 && shape[1] % 2 == 0 && shape[2] % 2 == 0 ? shape[1] * shape[2] * 3 / 2 : nil
        case .gray: return shape[3] == 1 ? elements : nil
        case .yuv444, .rgb, .bgr: return shape[1] == 3 || shape[3] == 3 ? elements : nil
        case .featureMap: return elements
        }
    }
}

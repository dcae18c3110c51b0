package import InputContract
internal import Support

/// What a user can choose of a generated configuration.
package struct GenerationOptions: Sendable, Hashable {
    package var names: ArtifactNames
    /// Size, layout, normalization, NV12 range and march.
    package var input: InputSpecification
    /// The float model, relative to the YAML.
    package var onnxModel: String
    /// The folder of float32 calibration files, relative to the YAML.
    package var calibrationFolder: String
    /// The folder of results, relative to the YAML.
    package var workingFolder: String
    /// What the results' names begin with; `nil` for one that carries variant, size and what differs.
    package var outputPrefix: String?
    package var profile: Profile
    /// `nil` for the profile's.
    package var calibrationType: String?
    /// For `max`: the share of values that a range has to hold; `nil` for all of them.
    package var maxPercentile: Double?
    /// A range for each channel of an activation.
    package var perChannel: Bool
    /// Nodes that compute with 16 bits, by name.
    package var int16Nodes: [String]
    package var batch: Int?
    /// `input_type_rt`: what the compiled model is fed with.
    package var inputType: String
    /// `input_layout_rt`, where the input is not NV12.
    package var inputLayout: String
    /// `nil` for `balance` where there is a factor, else `latency`.
    package var compileMode: String?
    /// 0 (least memory traffic) to 100 (fewest cycles); `nil` for none.
    package var balanceFactor: Int?
    package var optimizeLevel: String
    package var inputName: String

    /// Where `calibration make` puts the tensors, apart from the manifest and the preview: every file of
    /// `cal_data_dir` is read.
    private static func calibrationDataFolder(_ layout: TensorLayout) -> String {
        layout == .nchw ? "rgbchw_f32" : "rgbhwc_f32"
    }

    /// Where a balance of cycles and memory traffic is faster than the plain latency mode, by hb_perf at O3.
    ///
    /// Measured with 97 against latency mode: m1_1 1628.1 to 1643.6 us in three builds, for 1678.2; but m0_9 1107.8 us
    /// for 1072.9, and m1_0 1391.2 us in one build and 1426.2 us in another, for 1418.4. m1_5 and m2_3 were not measured.
    static let balanceFactors = ["m1_1": 97]

    /// With the paths of a work folder: the YAML in `config/`, next to `model/`, `calibration/` and `build/`.
    package init(names: ArtifactNames, input: InputSpecification) {
        self.names = names
        self.input = input
        onnxModel = "../model/\(names.model)"
        calibrationFolder = "../calibration/\(Self.calibrationDataFolder(input.layout))"
        workingFolder = "../build"
        outputPrefix = nil
        profile = .latency
        calibrationType = nil
        maxPercentile = nil
        perChannel = false
        int16Nodes = []
        batch = nil
        inputType = "nv12"
        inputLayout = "NHWC"
        compileMode = nil
        balanceFactor = Self.balanceFactors[names.name]
        optimizeLevel = "O2"
        inputName = "data"
    }

    /// Moves the three paths to a work folder: `../work` becomes `../work/m0_9/model/repvit_m0_9.onnx`.
    package mutating func usePaths(inWorkFolder folder: String) {
        let own = Path.join(folder, names.name)
        onnxModel = Path.join(own, "model", names.model)
        calibrationFolder = Path.join(own, "calibration", Self.calibrationDataFolder(input.layout))
        workingFolder = Path.join(own, "build")
    }

    /// The name that `outputPrefix` or, if that is `nil`, the options give: `RepViT_m0_9_224x224_nv12`.
    ///
    /// What leads to another model for the same variant and size is in the name, so that builds do not overwrite
    /// each other.
    package var resolvedPrefix: String {
        if let outputPrefix { return outputPrefix }
        var prefix = "\(names.stem)_\(input.size)_\(inputType)"
        if isNV12, input.range == .video { prefix += "_video" }
        if resolvedBatch != 1 { prefix += "_batch\(resolvedBatch)" }
        if profile == .accuracy { prefix += "_accuracy" }
        if perChannel { prefix += "_per_channel" }
        if !int16Nodes.isEmpty { prefix += "_int16" }
        return prefix
    }

    package var isNV12: Bool { inputType == "nv12" }
    package var resolvedCompileMode: String { compileMode ?? (balanceFactor == nil ? "latency" : "balance") }
    package var resolvedBatch: Int { batch ?? profile.batch }
    package var resolvedCalibrationType: String { calibrationType ?? profile.calibrationType }
}

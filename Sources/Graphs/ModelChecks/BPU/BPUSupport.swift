internal import InputContract
internal import ONNX

/// Where operators run when hb_mapper compiles a model.
///
/// Measured with `hb_mapper checker` 1.24.3 (hbdk 3.49.15): each operator between two convolutions, in over 300 forms for
/// march bayes-e, each operator in one form for bernoulli2. Bayes is assumed to equal bayes-e: the vendor publishes one list for
/// both. Measurements take precedence over the published list (D-Robotics, RDK documentation, "supported_op_list").
/// hb_mapper decides in the end: placement also depends on how values are quantized.
enum BPUSupport {
    enum Placement: Equatable {
        case bpu
        /// `reason` names the limit, if another form of the operator runs on the BPU.
        case cpu(reason: String?)
        /// The compiler fails, or the board's runtime does not have it.
        case refused(reason: String?)
    }

    /// `nil` if it has not been measured.
    static func placement(of node: Node, in graph: BPUGraph) -> Placement? {
        let form = BPUForm(node, graph)
        if graph.march == .bernoulli2, let placement = placementOnBernoulli2(of: form) { return placement }
        if let placement = limits[node.operatorType]?(form) { return placement }
        if refused.contains(node.operatorType) { return .refused(reason: nil) }
        if cpu.contains(node.operatorType) { return .cpu(reason: nil) }
        return bpu.contains(node.operatorType) ? .bpu : nil
    }

    /// Limits of operators that run on the BPU in some forms only; `nil` if a node is within them.
    private static let limits: [String: @Sendable (BPUForm) -> Placement?] = [
        "Conv": BPUConvolution.convolution, "ConvTranspose": BPUConvolution.transposed, "Gemm": BPUConvolution.dense,
        "AveragePool": BPUPooling.average, "MaxPool": BPUPooling.maximum, "GlobalMaxPool": BPUPooling.globalMaximum,
        "Pad": BPUForms.pad, "Pow": BPUForms.power, "PRelu": BPUForms.slope, "Resize": BPUForms.resize,
        "Tile": BPUForms.tile, "ReduceMax": BPUForms.reduce, "ReduceSum": BPUForms.reduce,
        "ReduceL1": BPUForms.reduce, "ReduceL2": BPUForms.reduce, "ReduceMean": BPUForms.mean,
    ]

    /// Where bernoulli2 differs from bayes-e.
    private static func placementOnBernoulli2(of form: BPUForm) -> Placement? {
        switch form.node.operatorType {
        case "Gather", "GatherElements", "InstanceNormalization", "Max", "Reshape": return .cpu(reason: nil)
        case "MatMul", "Sub":
            let hasConstant = form.node.inputs.indices.contains { form.constant($0) != nil }
            return hasConstant ? nil : .cpu(reason: "both operands are computed")
        case "ReduceMax", "ReduceSum":
            return form.axes == [1] ? nil : .cpu(reason: "it reduces more than the channel axis")
        case "ReduceL1", "ReduceL2", "Tile": return .cpu(reason: nil)
        case "Conv", "ConvTranspose", "AveragePool", "MaxPool", "GlobalAveragePool", "GlobalMaxPool", "DepthToSpace",
            "SpaceToDepth":
            return BPUBernoulli.published(form)
        // The compiler fails.
        case "ArgMax", "ArgMin": return .refused(reason: nil)
        default: return nil
        }
    }

    private static func names(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

    /// On the BPU, alone or fused into a neighbor. Elementwise functions become lookup tables.
    private static let bpu = names(
        """
        Abs Acos Acosh Add ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization Ceil Clip Concat Constant \
        Conv ConvTranspose Cos Cosh DepthToSpace Div Dropout Elu Erf Exp Expand Flatten Floor Gather GatherElements Gemm \
        GlobalAveragePool GlobalMaxPool HardSigmoid Identity InstanceNormalization LeakyRelu Log MatMul Max MaxPool Mul \
        PRelu Pad Pow Reciprocal ReduceL1 ReduceL2 ReduceMax ReduceMean ReduceSum Relu Reshape Resize Round Selu Sigmoid \
        Sign Sin Sinh Slice Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tan Tanh Tile TopK Transpose \
        Unsqueeze
        """)

    /// On the CPU: the data leaves the BPU and returns.
    private static let cpu = names(
        """
        And Cast Equal GlobalLpPool Greater LRN Less LogSoftmax LpNormalization LpPool Min Mod Neg Not Or \
        ReduceLogSum ReduceLogSumExp ReduceMin ReduceProd ReduceSumSquare ReverseSequence ScatterND Softmax \
        ThresholdedRelu Where
        """)

    /// Rejected by the compiler: "HorizonRT not support these cpu operators".
    private static let refused = names("Hardmax Mean MeanVarianceNormalization Xor")
}

/// Where operators run when hb_mapper compiles a model.
///
/// Measured with `hb_mapper checker` 1.24.3 (hbdk 3.49.15), march bayes-e and bernoulli2: each operator between two
/// convolutions of 8 channels on 16x16. Bayes is taken to be as bayes-e. What stands at the end of a graph, has more axes, or is very large may fall to the CPU all the same:
/// hb_mapper has the last word.
enum BPUSupport {
    enum Placement: Equatable {
        case bpu
        /// `detail` says which form of the operator is meant, if another form runs on the BPU.
        case cpu(detail: String?)
        /// Neither on the BPU nor by the board's runtime.
        case unsupported
    }

    /// `nil` if it has not been measured.
    static func placement(of node: Node, in index: GraphIndex, march: March) -> Placement? {
        if march == .bernoulli2, let placement = placementOnBernoulli2(of: node, in: index) { return placement }
        switch node.operatorType {
        case "Pad":
            let mode = (try? node.text("mode", default: "constant")) ?? "constant"
            return mode == "constant" ? .bpu : .cpu(detail: "mode '\(mode)'")
        case "Pow":
            let hasScalarExponent = node.inputs.count == 2 && index.scalar(node.inputs[1]) != nil
            return hasScalarExponent ? .bpu : .cpu(detail: "an exponent that is no single constant")
        case "ReduceMax", "ReduceSum":
            // hb_mapper takes opset 10 and 11, where the axes are an attribute.
            let axes = try? node.integers("axes")
            return axes == [1] || axes == [-3] ? .bpu : .cpu(detail: "axes other than the channels")
        default: break
        }
        if unsupported.contains(node.operatorType) { return .unsupported }
        if cpu.contains(node.operatorType) { return .cpu(detail: nil) }
        return bpu.contains(node.operatorType) ? .bpu : nil
    }

    /// Where bernoulli2 differs from bayes-e.
    private static func placementOnBernoulli2(of node: Node, in index: GraphIndex) -> Placement? {
        switch node.operatorType {
        case "Gather", "GatherElements", "InstanceNormalization", "Max", "Reshape": return .cpu(detail: nil)
        case "MatMul", "Sub":
            let hasConstant = node.inputs.contains { index.constant($0) != nil }
            return hasConstant ? nil : .cpu(detail: "two operands that are computed")
        // The compiler fails.
        case "ArgMax", "ArgMin": return .unsupported
        default: return nil
        }
    }

    private static func names(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

    /// On the BPU, as such or as part of a neighbour. Functions of one value become lookup tables.
    private static let bpu = names(
        """
        Abs Acos Acosh Add ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization Ceil Clip Concat Constant \
        Conv ConvTranspose Cos Cosh DepthToSpace Div Dropout Elu Erf Exp Flatten Floor Gather GatherElements Gemm \
        GlobalAveragePool GlobalMaxPool HardSigmoid Identity InstanceNormalization LeakyRelu Log MatMul Max MaxPool Mul \
        PRelu Reciprocal ReduceMean Relu Reshape Resize Round Selu Sigmoid Sign Sin Sinh Slice Softplus Softsign \
        SpaceToDepth Split Sqrt Squeeze Sub Sum Tan Tanh TopK Transpose Unsqueeze
        """)

    /// On the CPU, so that the data leaves the BPU and comes back.
    private static let cpu = names(
        """
        And Cast Equal Expand GlobalLpPool Greater LRN Less LogSoftmax LpNormalization LpPool Min Mod Neg Not Or \
        ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMin ReduceProd ReduceSumSquare \
        ReverseSequence ScatterND Softmax ThresholdedRelu Tile Where
        """)

    /// The compiler refuses them: "HorizonRT not support these cpu operators".
    private static let unsupported = names("Hardmax Mean MeanVarianceNormalization Xor")
}

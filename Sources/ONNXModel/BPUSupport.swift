/// Where operators run when hb_mapper compiles a model.
///
/// Measured with `hb_mapper checker` 1.24.3 (hbdk 3.49.15), march bayes-e: each operator between two convolutions of 8
/// channels on 16x16. What stands at the end of a graph, has more axes, or is very large may fall to the CPU all the same:
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
    static func placement(of node: Node) -> Placement? {
        if unsupported.contains(node.operatorType) { return .unsupported }
        if cpu.contains(node.operatorType) { return .cpu(detail: nil) }
        if node.operatorType == "Pad" {
            let mode = (try? node.text("mode", default: "constant")) ?? "constant"
            return mode == "constant" ? .bpu : .cpu(detail: "mode '\(mode)'")
        }
        return bpu.contains(node.operatorType) ? .bpu : nil
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
        And Cast Equal Expand GlobalLpPool Greater LRN Less LogSoftmax LpNormalization LpPool Min Mod Neg Not Or Pow \
        ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMin ReduceProd ReduceSum ReduceSumSquare \
        ReverseSequence ScatterND Softmax ThresholdedRelu Tile Where
        """)

    /// The compiler refuses them: "HorizonRT not support these cpu operators".
    private static let unsupported = names("Hardmax Mean MeanVarianceNormalization Xor")
}

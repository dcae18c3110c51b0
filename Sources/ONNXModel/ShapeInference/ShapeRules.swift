/// How each operator's outputs follow from its inputs: one function a family of operators, in `Rules/`.
enum ShapeRules {
    typealias Rule = @Sendable (inout NodeContext) throws(ONNXError) -> Void

    /// `nil` for operators that are not inferred. Control flow is the engine's own.
    static func rule(for operatorType: String) -> Rule? { table[operatorType] }

    private static let table: [String: Rule] = {
        var table: [String: Rule] = [:]
        func add(_ names: String, _ rule: @escaping Rule) {
            for name in names.split(separator: " ") { table[String(name)] = rule }
        }
        add(
            """
            Abs Acos Acosh Asin Asinh Atan Atanh BitwiseNot Ceil Celu Clip Cos Cosh CumSum Elu Erf Exp Floor Gelu \
            GroupNormalization HardSigmoid HardSwish Hardmax InstanceNormalization LRN LeakyRelu Log LogSoftmax \
            LpNormalization MeanVarianceNormalization Mish Neg PRelu RMSNormalization Reciprocal Relu \
            ReverseSequence Round Scatter ScatterElements ScatterND Selu Shrink Sigmoid Sign Sin Sinh Softmax \
            Softplus Softsign Sqrt Swish Tan Tanh TensorScatter ThresholdedRelu Trilu
            """, Elementwise.same)
        add("Identity", Elementwise.identity)
        add("Dropout", Elementwise.dropout)
        add("Not IsNaN IsInf", Elementwise.predicate)
        add("Add Sub Mul Div Pow Mod BitShift BitwiseAnd BitwiseOr BitwiseXor", Elementwise.binary)
        add("And Or Xor Equal Greater GreaterOrEqual Less LessOrEqual", Elementwise.comparison)
        add("Sum Mean Max Min", Elementwise.variadic)
        add("Where", Elementwise.choice)
        add("Cast CastLike", Elementwise.cast)
        add("BatchNormalization", Normalization.batch)
        add("LayerNormalization", Normalization.layer)
        add("Conv ConvInteger QLinearConv", Convolution.convolution)
        add("ConvTranspose", Convolution.transposed)
        add("AveragePool MaxPool LpPool", Pooling.window)
        add("GlobalAveragePool GlobalMaxPool GlobalLpPool", Pooling.global)
        add("Gemm", Matrix.gemm)
        add("MatMul MatMulInteger QLinearMatMul", Matrix.product)
        add("Einsum", Matrix.einsum)
        add("Reshape", Rearrangement.reshape)
        add("Flatten", Rearrangement.flatten)
        add("Transpose", Rearrangement.transpose)
        add("Squeeze", Rearrangement.squeeze)
        add("Unsqueeze", Rearrangement.unsqueeze)
        add("DepthToSpace", Rearrangement.depthToSpace)
        add("SpaceToDepth", Rearrangement.spaceToDepth)
        add("Concat", Joining.concat)
        add("Split", Joining.split)
        add("Expand", Joining.expand)
        add("Tile", Joining.tile)
        add("Pad", Joining.pad)
        add("Slice", Indexing.slice)
        add("Gather", Indexing.gather)
        add("GatherElements", Indexing.gatherElements)
        add("GatherND", Indexing.gatherND)
        add("TopK", Indexing.topK)
        add("NonZero", Indexing.nonZero)
        add("OneHot", Indexing.oneHot)
        add("NonMaxSuppression", Indexing.nonMaxSuppression)
        add("GridSample", Indexing.gridSample)
        add(
            """
            ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum \
            ReduceSumSquare
            """, Reduction.reduce)
        add("ArgMax ArgMin", Reduction.argument)
        add("Constant", Constants.constant)
        add("ConstantOfShape", Constants.ofShape)
        add("Shape", Constants.shape)
        add("Size", Constants.size)
        add("Range", Constants.range)
        add("EyeLike", Constants.eyeLike)
        add("Resize Upsample", Resizing.resize)
        add("QuantizeLinear", Quantization.quantize)
        add("DequantizeLinear", Quantization.dequantize)
        add("DynamicQuantizeLinear", Quantization.dynamic)
        return table
    }()
}

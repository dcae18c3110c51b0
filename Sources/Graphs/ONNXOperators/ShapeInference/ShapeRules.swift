internal import ONNX

/// How each operator's outputs follow from its inputs: one function a family of operators, in `Rules/`.
enum ShapeRules {
    typealias Rule = @Sendable (inout NodeContext) throws -> Void

    /// What is known of an operator of an opset.
    enum Entry {
        /// `isStrict`: onnx applies a rule of its own, so that what this one refuses is an error of the model.
        case rule(Rule, isStrict: Bool)
        /// The operator is there, and nothing follows.
        case none
        /// The operator is unknown.
        case unknown
    }

    /// The entry of an operator that is not control flow, which is the engine's own.
    static func entry(
        _ operatorType: String, domain: String, opset: Int, _ operators: OperatorEntries
    ) -> Entry {
        guard domain.isEmpty else { return .unknown }
        switch operators.entry(operatorType, opset: opset) {
        case nil, .future: return .unknown
        case .signature, .removed: break
        }
        guard let rule = standard[operatorType] else { return .none }
        return .rule(rule, isStrict: opset >= firstInferred[operatorType] ?? 1)
    }

    /// The first opset that onnx has a rule in, where it is not the operator's first one.
    private static let firstInferred: [String: Int] = {
        var table = [
            "BatchNormalization": 6, "Compress": 11, "Concat": 4, "Dropout": 6, "GRU": 3, "GlobalLpPool": 2, "Gemm": 6,
            "GroupNormalization": .max, "InstanceNormalization": 6, "LpPool": 2, "Pad": 2, "Reshape": 5, "Split": 2,
            "Upsample": 7,
        ]
        let names = """
            Abs Add Cast Ceil Clip Div Elu Exp Floor HardSigmoid LeakyRelu Log Max Mean Min Mul Neg PRelu Reciprocal Relu \
            Selu Sigmoid Sqrt Sub Sum Tanh Tile
            """
        for name in names.split(separator: " ") { table[String(name)] = 6 }
        return table
    }()

    private static func table(_ lines: [(String, Rule)]) -> [String: Rule] {
        var table: [String: Rule] = [:]
        for (names, rule) in lines {
            for name in names.split(separator: " ") { table[String(name)] = rule }
        }
        return table
    }

    private static let standard = table([
        (
            """
            Abs Acos Acosh Asin Asinh Atan Atanh BitwiseNot Ceil Celu Clip Cos Cosh CumSum Elu Erf Exp Floor \
            Gelu GroupNormalization HardSigmoid HardSwish InstanceNormalization LRN LeakyRelu Log LpNormalization \
            Mish Neg PRelu Reciprocal Relu Round Scatter ScatterElements ScatterND Selu Shrink Sigmoid Sign Sin Sinh \
            Softplus Softsign Sqrt Swish Tan Tanh ThresholdedRelu
            """, Elementwise.same
        ),
        ("Identity", Elementwise.identity),
        ("Hardmax LogSoftmax Softmax", Elementwise.alongAxis),
        ("Dropout", Elementwise.dropout),
        ("Not IsNaN IsInf", Elementwise.predicate),
        ("Add Sub Mul Div Pow Mod BitShift BitwiseAnd BitwiseOr BitwiseXor", Elementwise.binary),
        ("And Or Xor Equal Greater GreaterOrEqual Less LessOrEqual", Elementwise.comparison),
        ("Sum Mean Max Min", Elementwise.variadic),
        ("Where", Elementwise.choice),
        ("Cast", Elementwise.cast),
        ("CastLike", Elementwise.castLike),
        ("BatchNormalization", Normalization.batch),
        ("LayerNormalization", Normalization.layer),
        ("RMSNormalization", Normalization.rootMeanSquare),
        ("MeanVarianceNormalization", Normalization.meanVariance),
        ("Conv DeformConv", Convolution.convolution),
        ("ConvInteger", Convolution.integer),
        ("QLinearConv", Convolution.quantized),
        ("ConvTranspose", Convolution.transposed),
        ("Col2Im", Convolution.fromColumns),
        ("AveragePool MaxPool LpPool", Pooling.window),
        ("GlobalAveragePool GlobalMaxPool GlobalLpPool", Pooling.global),
        ("MaxUnpool", Pooling.unpool),
        ("MaxRoiPool", Pooling.regions),
        ("RoiAlign", Pooling.alignedRegions),
        ("Gemm", Matrix.gemm),
        ("MatMul", Matrix.product),
        ("MatMulInteger", Matrix.integerProduct),
        ("QLinearMatMul", Matrix.quantizedProduct),
        ("Det", Matrix.determinant),
        ("Einsum", Einsum.infer),
        ("Reshape", Reshaping.reshape),
        ("Flatten", Rearrangement.flatten),
        ("Transpose", Rearrangement.transpose),
        ("Squeeze", Rearrangement.squeeze),
        ("Unsqueeze", Rearrangement.unsqueeze),
        ("DepthToSpace", Rearrangement.depthToSpace),
        ("SpaceToDepth", Rearrangement.spaceToDepth),
        ("Trilu", Rearrangement.triangle),
        ("ReverseSequence", Rearrangement.reverseSequence),
        ("Concat", Joining.concat),
        ("Split", Joining.split),
        ("Expand", Joining.expand),
        ("Tile", Joining.tile),
        ("Pad", Joining.pad),
        ("CenterCropPad", Joining.centerCropPad),
        ("Slice", Slicing.slice),
        ("Gather", Indexing.gather),
        ("GatherElements", Indexing.gatherElements),
        ("GatherND", Indexing.gatherND),
        ("TopK", Indexing.topK),
        ("NonZero", Indexing.nonZero),
        ("OneHot", Indexing.oneHot),
        ("NonMaxSuppression", Indexing.nonMaxSuppression),
        ("Compress", Indexing.compress),
        ("Unique", Indexing.unique),
        ("TensorScatter", Indexing.tensorScatter),
        ("GridSample", Sampling.grid),
        ("AffineGrid", Sampling.affineGrid),
        (
            """
            ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum \
            ReduceSumSquare
            """, Reduction.reduce
        ),
        ("ArgMax ArgMin", Reduction.argument),
        ("Constant", Constants.constant),
        ("ConstantOfShape", Constants.ofShape),
        ("Shape", Constants.shape),
        ("Size", Constants.size),
        ("Range", Constants.range),
        ("EyeLike", Constants.eyeLike),
        ("RandomNormal RandomUniform", Random.ofShape),
        ("Bernoulli RandomNormalLike RandomUniformLike", Random.like),
        ("Multinomial", Random.multinomial),
        ("Resize Upsample", Resizing.resize),
        ("QuantizeLinear", Quantization.quantize),
        ("DequantizeLinear", Quantization.dequantize),
        ("DynamicQuantizeLinear", Quantization.dynamic),
        ("GRU LSTM RNN", Recurrent.infer),
        ("SequenceEmpty", Sequences.empty),
        ("SequenceConstruct", Sequences.construct),
        ("SequenceInsert", Sequences.insert),
        ("SequenceAt", Sequences.at),
        ("SequenceErase", Sequences.erase),
        ("SequenceLength", Sequences.length),
        ("ConcatFromSequence", Sequences.concat),
        ("SplitToSequence", Sequences.split),
        ("Optional", Optionals.make),
        ("OptionalHasElement", Optionals.hasElement),
        ("OptionalGetElement", Optionals.getElement),
        ("StringConcat", Texts.concat),
        ("RegexFullMatch", Texts.match),
        ("StringSplit", Texts.split),
        ("StringNormalizer", Texts.normalize),
        ("TfIdfVectorizer", Texts.ngrams),
        ("ImageDecoder", Texts.decodeImage),
        ("BlackmanWindow HammingWindow HannWindow", Signal.window),
        ("MelWeightMatrix", Signal.melWeights),
        ("DFT", Signal.fourier),
        ("STFT", Signal.shortTimeFourier),
        ("Attention", Attention.infer),
        ("RotaryEmbedding", Attention.rotary),
        ("NegativeLogLikelihoodLoss", Losses.negativeLogLikelihood),
        ("SoftmaxCrossEntropyLoss", Losses.softmaxCrossEntropy),
    ])
}

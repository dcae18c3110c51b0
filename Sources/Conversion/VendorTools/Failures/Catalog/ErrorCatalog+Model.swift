extension ErrorCatalog {
    /// RVC01: the ONNX model.
    static let model = Group(
        title: "The model",
        entries: [
            CatalogEntry(
                "RVC0101", "the model's opset is too new for hb_mapper",
                matches: "The opset version of the model is*the maximum supported version",
                cause: """
                    hb_mapper 1.24 reads opset 11 at most. Current exporters write 17 to 20 unless they are told \
                    otherwise, and some operators changed their form in between.
                    """,
                fix: "run `repvit-convert simplify MODEL -o OUT`, which converts to opset 11, or export with opset 11",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: The opset version of the model \
                    is 17, the maximum supported version is 11.
                    """),
            CatalogEntry(
                "RVC0102", "the model's ONNX IR version is too new for hb_mapper",
                matches: "The ir version of the model is*greater than the maximum supported ir version",
                cause: """
                    The IR version numbers the file format, not the operators. hb_mapper reads up to 9; exporters of \
                    2024 and later write 10.
                    """,
                fix: "run `repvit-convert simplify MODEL -o OUT`, which writes an IR version that hb_mapper reads",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: The ir version of the model is \
                    10, which is greater than the maximum supported ir version of 9.
                    """),
            CatalogEntry(
                "RVC0103", "the file is not a whole ONNX model",
                matches: "Error parsing message with type 'onnx.ModelProto'",
                cause: """
                    The file is cut short, or something else: a Git LFS pointer, a web page, an archive. Protobuf, \
                    which ONNX is stored in, says no more than that it cannot be parsed.
                    """,
                fix: "run `repvit-convert verify MODEL`, which says what is wrong with it, and copy or export it again",
                seen: "ERROR Error parsing message with type 'onnx.ModelProto'"),
            CatalogEntry(
                "RVC0104", "the model has no input",
                matches: "can't find input in model",
                cause: "The file is empty, or its graph lists no inputs but initializers.",
                fix: "run `repvit-convert inspect MODEL`, and export the model again",
                seen: "ERROR can't find input in model."),
            CatalogEntry(
                "RVC0105", "a node belongs to an operator domain that hb_mapper does not have",
                matches: "are specified as domain:*not supported by official onnx", "Unsupported domain detected",
                "unsupported domain detected in model",
                cause: """
                    The model holds custom operators, such as mmdeploy's or onnxruntime's, which only the program that \
                    exported them can run. hb_mapper knows ONNX's own domains and its own.
                    """,
                fix: "export without custom operators, or cut them off the model and compute them on the board's CPU",
                seen: """
                    ERROR nodes:['nms'] are specified as domain:mmdeploy, which are not supported by official onnx. \
                    Please check whether these ops are official onnx ops or defined by yourself.
                    """),
            CatalogEntry(
                "RVC0106", "the model has a dynamic or missing dimension",
                matches: "is invalid as there exist missing or dynamic dimension",
                cause: """
                    The compiler lays out memory for fixed sizes. The exporter left a name (such as `batch`) or \
                    nothing where it needs a number.
                    """,
                fix: "export with fixed sizes, without dynamic_axes",
                yaml: "input_shape: 1x3x224x224",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: For input data, the input shape \
                    ['batch', 3, 32, 32] is invalid as there exist missing or dynamic dimension, which can not be \
                    converted.
                    """),
            CatalogEntry(
                "RVC0107", "no node of the model can run on the BPU",
                matches: "There is no node can execute on BPU in this model",
                cause: """
                    The BPU part starts at a Conv, Gemm or MatMul that meets its limits. The model has none: it is a \
                    fragment without convolutions, or a dimension of its input is 0.
                    """,
                fix: "run `repvit-convert verify MODEL`, which says for each operator why it is not on the BPU",
                seen: """
                    ERROR: There is no node can execute on BPU in this model, please make sure the model has at least \
                    one (Conv/Gemm/MatMul) node which is also supported by BPU.
                    """),
            CatalogEntry(
                "RVC0108", "the runtime on the board has no CPU kernel for an operator",
                matches: "HorizonRT not support these cpu operators",
                cause: """
                    What the BPU does not run, the board's runtime runs on the CPU, with the kernels that it has. It \
                    has none for an operator of the model.
                    """,
                fix: "replace the named operators, or cut them off the model and compute them after inference",
                seen: """
                    *** ERROR-OCCUR-DURING {runtime.runtime_model_generation} ***, error message: HorizonRT not \
                    support these cpu operators: SplitToSequence ConcatFromSequence
                    """),
            CatalogEntry(
                "RVC0109", "an operator on the CPU uses a mode that the board's runtime does not have",
                matches: "error info:*not support", "The CPU operator constraint is abnormal",
                cause: """
                    The operator is known, but not with this attribute: for example Resize with a mode other than \
                    nearest, linear or cubic.
                    """,
                fix: "change the attribute that the log names, in the training framework, and export again",
                seen: """
                    ERROR The node name is up and the node type is Resize. Constraints exist
                    ERROR error info: Resize not support this mode=b'lanczos'
                    """),
            CatalogEntry(
                "RVC0110", "a file with the model's external data is missing",
                matches: "No such file or directory: '*.data'", "No such file or directory: '*.onnx_data'",
                "No such file or directory: '*.weight'",
                cause: """
                    The weights of large models are in files of their own next to the .onnx. One was not copied along.
                    """,
                fix: "copy the data file next to the model, or run `repvit-convert simplify MODEL -o OUT` where it is",
                seen: "ERROR [Errno 2] No such file or directory: 'model.data'"),
            CatalogEntry(
                "RVC0111", "a graph pass of hb_mapper fails on a node",
                matches: "There is a Pass Error occured",
                cause: """
                    hb_mapper relies on attributes that ONNX allows to be left out, and on at most four dimensions: \
                    a Conv over five dimensions (3D) ends here, for example. The log names node and pass.
                    """,
                fix: "run `repvit-convert simplify MODEL -o OUT`; a 3D convolution must be replaced by 2D ones",
                seen: """
                    There is a Pass Error occured:
                    Error Node Info(name:c3; kind:HzPreQuantConv).
                    """),
            CatalogEntry(
                "RVC0112", "the Conv's weights do not fit the channels of its input",
                matches: "infer group number error",
                cause: """
                    Input channels are not weight channels times groups. onnx's own check does not look; hb_mapper \
                    finds out when it compiles.
                    """,
                fix: "run `repvit-convert verify MODEL`, which names the node, and export the model again",
                seen: "ERROR: infer group number error. feature channel is 3 weight channel is 4"),
            CatalogEntry(
                "RVC0113", "hb_mapper cannot reshape a constant of the model",
                matches: "{horizon_nn.build_onnx}*cannot reshape array of size",
                cause: """
                    A constant has a shape that one of hb_mapper's rewrites does not expect: for example a PRelu with \
                    one slope per element instead of one per channel.
                    """,
                fix: "run `repvit-convert verify MODEL`, which names such nodes; use one slope per channel",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: cannot reshape array of size \
                    8192 into shape (1,1,1,8)
                    """),
            CatalogEntry(
                "RVC0114", "the model breaks the ONNX standard", isGeneral: true,
                matches: "The onnx model is invalid (shape_inference or model_check failed)",
                cause: """
                    onnx's own checker rejects it: an operator that the opset does not have (HardSwish came with 14), \
                    an attribute that is unknown or missing, an input that no node computes, or shapes that do not \
                    fit. hb_mapper does not pass on which.
                    """,
                fix: "run `repvit-convert verify MODEL`, which names the node and what is wrong with it",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: The onnx model is invalid \
                    (shape_inference or model_check failed). Please check your input model again.
                    """),
            CatalogEntry(
                "RVC0115", "the model file does not exist",
                matches: "Invalid value for '--model': Path*does not exist", "Can not find onnx_model file given",
                cause:
                    "The path is relative to the YAML, or to the current folder for the checker; or nothing made it.",
                fix: "check the path; `repvit-convert prepare` or `export` makes the model",
                yaml: "onnx_model: ../model/repvit_m0_9.onnx",
                seen:
                    "ERROR Can not find onnx_model file given: nowhere.onnx, please check 'onnx_model' in model_parameters"
            ),
            CatalogEntry(
                "RVC0116", "the model has no output",
                matches: "can't find output in model",
                cause: "The graph lists no outputs: it was cut by hand, or exported half.",
                fix: "run `repvit-convert inspect MODEL`, and export the model again",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: can't find output in model.
                    """),
        ])
}

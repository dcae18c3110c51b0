extension ErrorCatalog {
    /// Its lines are rows of the table of operators, not messages.
    static let operatorOnCPU = "RVC0910"

    /// RVC09: the tool goes on.
    static let notices = Group(
        title: "Warnings, and what looks like one",
        entries: [
            CatalogEntry(
                "RVC0901", "calibration fell back to one image at a time", kind: .change,
                matches: "Reset batch_size=1 and execute forward again",
                cause: """
                    The graph holds a fixed batch, most often the shape of a Reshape before the classifier, so that \
                    eight images at once fail. The result is the same; calibration is several times slower.
                    """,
                fix: "run `repvit-convert simplify MODEL -o OUT`, or flatten with Flatten instead of a fixed Reshape",
                seen: "INFO Reset batch_size=1 and execute forward again..."),
            CatalogEntry(
                "RVC0902", "int16 is not supported there, and int8 is used", kind: .change,
                matches: "does not support data type: int16",
                cause: """
                    node_info or optimization asked for int16 on an input that has int8 only. The build goes on with \
                    int8. For HZ_PREPROCESS, the conversion from NV12, that is expected.
                    """,
                fix: "remove the node from node_info, or ask for int16 on the Conv after it",
                seen: "WARNING The input3 of Node(name:odd, type:Resize) does not support data type: int16"),
            CatalogEntry(
                "RVC0903", "run_on_bpu or run_on_cpu names a node that does not exist", kind: .change,
                matches: "node:*does not exist, please double check your input",
                cause: "The name is spelled otherwise, or simplification or fusion removed the node. It is ignored.",
                fix: "take the name from `repvit-convert inspect MODEL`",
                yaml: "run_on_bpu: NODE",
                seen: "WARNING node: nowhere does not exist, please double check your input"),
            CatalogEntry(
                "RVC0904", "calibration found no usable range, and a default is used", kind: .change,
                matches: "find illegal threshold in",
                cause: """
                    A value of the network was 0 on every sample: scale_value is 0, the samples are black, or a branch \
                    of the network is dead. The default range fits nothing in particular.
                    """,
                fix: "check scale_value, and run `repvit-convert calibration inspect DIR`",
                yaml: "scale_value: 0.01712475 0.017507 0.01742919",
                seen: "WARNING find illegal threshold in active_HzCalibration, it will be set default."),
            CatalogEntry(
                "RVC0905", "the node to remove does not exist", kind: .change,
                matches: "is not found in the model! Skipped!",
                cause: "remove_node_name names a node of the compiled model, which is not that of the ONNX model.",
                fix: "take the name from `repvit-convert inspect MODEL.bin`, or use remove_node_type",
                yaml: "remove_node_type: Dequantize",
                seen: "WARNING Node nowhere is not found in the model! Skipped!"),
            CatalogEntry(
                "RVC0906", "input_shape overrides the model's own shape", kind: .change,
                matches: "is different from model file input shape",
                cause: "The YAML and the ONNX model disagree. hb_mapper forces the YAML's shape upon the model.",
                fix: "write the model's own shape, or export the model again",
                yaml: "input_shape: 1x3x224x224",
                seen: """
                    WARNING For input 0: user input shape: [1, 3, 64, 64] is different from model file input shape: \
                    [1, 3, 32, 32]. Using user input info
                    """),
            CatalogEntry(
                "RVC0907", "thresholds are fixed instead of calibrated", kind: .change,
                matches: "Run calibration model with fixed thresholds method",
                cause: """
                    calibration_type is load, which reads the thresholds from a model of quantization-aware training, \
                    and this model has none: every threshold is 1. (hb_mapper checker always works like this.)
                    """,
                fix: "use max, or train the model with the vendor's plugin",
                yaml: "calibration_type: max",
                seen: "INFO Run calibration model with fixed thresholds method."),
            CatalogEntry(
                "RVC0908", "the samples hold infinity or values that are not numbers", kind: .change,
                matches: "RuntimeWarning: invalid value encountered in",
                cause: "numpy computed with inf or NaN while it prepared the samples; the build goes on regardless.",
                fix: "run `repvit-convert calibration inspect DIR`, and make the samples again",
                seen: "RuntimeWarning: invalid value encountered in add"),
            CatalogEntry(
                "RVC0909", "the model was compiled for another chip", kind: .change,
                matches: "Start to compile the model with march bernoulli2",
                "Start to compile the model with march bayes.",
                cause: "march names the BPU of another chip. The build succeeds, and the RDK X5 refuses the .bin.",
                fix: "set march to bayes-e",
                yaml: "march: bayes-e",
                seen: "INFO Start to compile the model with march bernoulli2."),
            CatalogEntry(
                operatorOnCPU, "an operator runs on the CPU", kind: .change,
                matches: " CPU  --",
                cause: """
                    The BPU does not have the operator in this form, or it is the last one (a Reshape or Softmax \
                    there). In the middle of a network, each such node costs two copies through memory.
                    """,
                fix: "run `repvit-convert verify MODEL`, which says why",
                seen: "result  CPU  --        Resize                  0.999940           --         float"),
            CatalogEntry(
                "RVC0911", "input_source is not set", kind: .harmless,
                matches: "input_source not set, it will be set to pyramid by default",
                cause: "NV12 comes from the image pyramid by default, which is the fastest source.",
                fix: "nothing to do",
                seen: "WARNING Input node data's input_source not set, it will be set to pyramid by default"),
            CatalogEntry(
                "RVC0912", "the name of the calibration folder does not say its number type", kind: .harmless,
                matches: "The calibration dir name suffix is not the same as the value",
                cause:
                    "hb_mapper compares the end of the folder's name (`_f32`) with cal_data_type, which it then uses.",
                fix: "nothing to do",
                seen: """
                    WARNING The calibration dir name suffix is not the same as the value float32 of the parameter \
                    cal_data_type, the parameter setting will prevail
                    """),
            CatalogEntry(
                "RVC0913", "the compiled model has no speed for each layer", kind: .harmless,
                matches: "bpu model don't have per-layer perf info", "if you need per-layer perf info",
                cause: "Only a build with debug: true records it. The estimate for the whole model is the same.",
                fix: "nothing to do; set debug: true to see each layer",
                yaml: "debug: true",
                seen: "WARNING bpu model don't have per-layer perf info."),
            CatalogEntry(
                "RVC0914", "NV12 needs no input_layout_rt", kind: .harmless,
                matches: "input layout info received*is not needed",
                cause: "NV12 has one layout; the setting is ignored.",
                fix: "nothing to do; input_layout_rt can be removed",
                seen: """
                    WARNING Nv12 input layout info received. input type rt '0' is nv12 and layout 'NCHW' is not needed.
                    """),
        ])
}

extension Schema {
    /// `model_parameters`.
    static let modelKeys: [KeySchema] = [
        KeySchema(
            .onnxModel, .model, .text, presence: .required,
            "The float ONNX file (.onnx, opset 10 or 11), relative to this YAML."),
        KeySchema(.caffeModel, .model, .text, "A Caffe model; for `--model-type caffe` only."),
        KeySchema(.prototxt, .model, .text, "The network of the Caffe model; for `--model-type caffe` only."),
        KeySchema(
            .march, .model, .text, values: ["bernoulli2", "bayes", "bayes-e"], presence: .required,
            "The BPU's architecture; the RDK X5 is bayes-e."),
        KeySchema(
            .workingDir, .model, .text, default: "./model_output",
            "The folder of all results, relative to this YAML; made if it is missing."),
        KeySchema(
            .outputModelFilePrefix, .model, .text, default: "model",
            "What the names of all results begin with."),
        KeySchema(
            .outputNodes, .model, .text, "Nodes whose outputs become the model's outputs, separated by `;`."),
        KeySchema(
            .removeNodeType, .model, .text,
            "Node types to cut off at the ends of the compiled model, separated by `;`: Quantize, Transpose, "
                + "Dequantize, Cast, Reshape, Softmax."),
        KeySchema(
            .removeNodeName, .model, .text,
            "Nodes to cut off at the ends of the compiled model, by name, separated by `;`."),
        KeySchema(
            .setNodeDataType, .model, .textOrMapping, deprecated: true,
            "A node's output type as `NODE:int16`; see also `node_info`."),
        KeySchema(
            .nodeInfo, .model, .textOrMapping,
            "Where single nodes run ('ON', in quotes: BPU or CPU) and their types (InputType, OutputType: int8 or int16)."
        ),
        KeySchema(
            .debugMode, .model, .textOrMapping, values: ["dump_calibration_data"],
            "Also writes the calibration data that the accuracy debugger reads."),
        KeySchema(
            .layerOutDump, .model, .boolean, default: "false", deprecated: true,
            "Makes every convolution an output, for debugging; slow."),
        KeySchema(.logLevel, .model, .text, deprecated: true, "Has no effect any more."),
    ]
}

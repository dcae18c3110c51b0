extension Schema {
    /// `input_parameters`.
    static let inputKeys: [KeySchema] = [
        KeySchema(
            .inputName, .input, .anyText, perInput: true, default: "the model's own",
            presence: .needed(when: "the model has several inputs"), "The names of the model's inputs."),
        KeySchema(
            .inputTypeRt, .input, .text, values: ["nv12", "yuv444", "rgb", "bgr", "gray", "featuremap"],
            unusual: ["yuv444_128", "yuv_bt601_full", "yuv_bt601_video"], perInput: true, presence: .required,
            "Color format of the compiled model's input; the board's cameras and decoders produce nv12."),
        KeySchema(
            .inputSpaceAndRange, .input, .anyText, values: ["regular", "bt601_video"], perInput: true,
            default: "regular",
            "The range of NV12: regular is BT.601 full range (0...255), bt601_video is video range (luma 16...235)."),
        KeySchema(
            .inputLayoutRt, .input, .anyText, values: ["NHWC", "NCHW"], perInput: true,
            presence: .needed(when: "input_type_rt is not nv12"), "The layout that the compiled model is fed with."),
        KeySchema(
            .inputTypeTrain, .input, .text, values: ["rgb", "bgr", "featuremap", "gray", "yuv444"],
            unusual: ["yuv444_128", "yuv_bt601_full", "yuv_bt601_video"], perInput: true, presence: .required,
            "Color format that the float model was trained on; rgb for timm's models."),
        KeySchema(
            .inputLayoutTrain, .input, .text, values: ["NHWC", "NCHW"], perInput: true, presence: .required,
            "The layout of the float model; models from PyTorch take NCHW."),
        KeySchema(
            .inputShape, .input, .anyText, perInput: true, default: "the model's own",
            presence: .needed(when: "the model's shape is dynamic"), "The shape of each input, as 1x3x224x224."),
        KeySchema(
            .inputBatch, .input, .anyText, range: 1...4096, default: "1",
            "Images per run of the compiled model; the float model must have batch 1."),
        KeySchema(
            .normType, .input, .anyText,
            values: ["no_preprocess", "data_mean", "data_scale", "data_mean_and_scale"],
            unusual: ["mean_file", "mean_file_and_scale"], perInput: true, default: "no_preprocess",
            "What the compiled model does with pixels first: subtract the mean, multiply by the scale."),
        KeySchema(
            .meanValue, .input, .anyText, perInput: true, presence: .needed(when: "norm_type has a mean"),
            "The mean to subtract, in 0...255, one number a channel with spaces between."),
        KeySchema(
            .scaleValue, .input, .anyText, perInput: true, presence: .needed(when: "norm_type has a scale"),
            "The factor after the mean (1 / standard deviation), one number a channel with spaces between."),
    ]
}

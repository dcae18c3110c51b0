extension ErrorCatalog {
    /// RVC02: the mapper YAML.
    static let config = Group(
        title: "The mapper YAML",
        entries: [
            CatalogEntry(
                "RVC0201", "the YAML has a key that hb_mapper does not know",
                matches: "Wrong key '",
                cause: "The keys are a closed list. Most often it is a typing error, or a key of another section.",
                fix: "run `repvit-convert config lint CONFIG`, which names the key that was meant",
                seen: """
                    ERROR Key 'calibration_parameters' error:
                    Wrong key 'callibration_type' in {'cal_data_dir': 'calibration', ...}
                    """),
            CatalogEntry(
                "RVC0202", "the file is not valid YAML",
                matches: "while scanning", "while parsing a", "found character '\\t' that cannot start any token",
                cause: "A quotation mark is not closed, a tab is used for indentation, or a colon lacks its space.",
                fix: "run `repvit-convert config lint CONFIG`, which shows line and column",
                seen: """
                    ERROR while scanning for the next token
                    found character '\\t' that cannot start any token
                    """),
            CatalogEntry(
                "RVC0203", "a value has the wrong type",
                matches: "should be instance of '",
                cause: "A flag needs true or false, a count needs an integer; a quoted value is text.",
                fix: "run `repvit-convert config lint CONFIG`, and correct the value",
                yaml: "per_channel: false",
                seen: """
                    Key 'per_channel' error:
                    'maybe' should be instance of 'bool'
                    """),
            CatalogEntry(
                "RVC0204", "the march is not one that the toolchain knows",
                matches: "User input march invalid", "Invalid value for '--march'",
                cause: "The march names the BPU's architecture. The RDK X5 is bayes-e.",
                fix: "set march to bayes-e",
                yaml: "march: bayes-e",
                seen: "ERROR User input march invalid: 'bayes-x' . It should in list ['bernoulli2', 'bayes', 'bayes-e']"
            ),
            CatalogEntry(
                "RVC0205", "onnx_model is missing from the YAML",
                matches: "model type is onnx but can not find onnx_model in config yaml",
                cause: "model_parameters names no model.",
                fix: "add onnx_model to model_parameters",
                yaml: "onnx_model: ../model/repvit_m0_9.onnx",
                seen: """
                    ERROR model type is onnx but can not find onnx_model in config yaml, please check 'onnx_model' in \
                    model_parameters
                    """),
            CatalogEntry(
                "RVC0206", "march is missing from the YAML",
                matches: "ERROR 'march'",
                cause: "hb_mapper prints the bare name of the key that it looked up in vain.",
                fix: "add march to model_parameters",
                yaml: "march: bayes-e",
                seen: "ERROR 'march'"),
            CatalogEntry(
                "RVC0207", "the model has no input of that name",
                matches: "Input name does not exist in model file",
                cause: "input_name is spelled otherwise in the ONNX model; the list in the message has the names.",
                fix: "set input_name to one of the listed names, or leave it out if there is one input",
                yaml: "input_name: data",
                seen: "ERROR Input name does not exist in model file: images. name list: ['data']"),
            CatalogEntry(
                "RVC0208", "input_shape cannot be read",
                matches: "Input shape parse failed",
                cause: "Dimensions are separated by the letter x, inputs by semicolons.",
                fix: "write the dimensions with x between them",
                yaml: "input_shape: 1x3x224x224",
                seen: "ERROR Input shape parse failed. Input: 1*3*32*32"),
            CatalogEntry(
                "RVC0209", "the number of mean values is not the number of channels",
                matches: "The size of mean does not match input channel",
                cause: "One value per channel of the model's input is needed, separated by spaces.",
                fix: "give one value per channel, on the scale of 0 to 255",
                yaml: "mean_value: 123.675 116.28 103.53",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: The size of mean does not match \
                    input channel.
                    """),
            CatalogEntry(
                "RVC0210", "the number of scale values is not the number of channels",
                matches: "The size of scale does not match input channel",
                cause: "One value per channel of the model's input is needed, separated by spaces.",
                fix: "give one value per channel: 1 / standard deviation, for pixels of 0 to 255",
                yaml: "scale_value: 0.01712475 0.017507 0.01742919",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: The size of scale does not \
                    match input channel.
                    """),
            CatalogEntry(
                "RVC0211", "norm_type asks for values that are missing",
                matches: "Scale value not given", "Mean value not given", "require*value input but not given",
                cause: "data_mean_and_scale needs mean_value and scale_value, data_mean and data_scale one of them.",
                fix: "add the missing value, or choose the norm_type that fits",
                yaml: "norm_type: data_mean_and_scale",
                seen: """
                    ERROR Scale value not given: input 0 norm type ['data_mean_and_scale'] require scale value input \
                    but not given
                    """),
            CatalogEntry(
                "RVC0212", "norm_type has an unknown value",
                matches: "Norm type given invalid",
                cause: "The allowed values are in the message.",
                fix: "use data_mean_and_scale, or no_preprocess if the network normalizes its input itself",
                yaml: "norm_type: data_mean_and_scale",
                seen: """
                    ERROR Norm type given invalid: 'mean_std' should in list ['no_preprocess', 'mean_file', \
                    'data_mean', 'data_scale', 'mean_file_and_scale', 'data_mean_and_scale']
                    """),
            CatalogEntry(
                "RVC0213", "input_type_rt has an unknown value",
                matches: "Invalid input_type_rt received",
                cause: "It names what the board feeds; camera and decoder deliver NV12.",
                fix: "use nv12 for camera images, featuremap for anything that is not an image",
                yaml: "input_type_rt: nv12",
                seen: """
                    ERROR Invalid input_type_rt received. input type rt: 'yuv420' should in list ['nv12', 'yuv444', \
                    'rgb', 'bgr', 'gray', 'featuremap']
                    """),
            CatalogEntry(
                "RVC0214", "input_type_train cannot be converted to input_type_rt",
                matches: "is not supported transform to input_type_rt",
                cause: """
                    hb_mapper puts the conversion from what the board feeds to what the network was trained on into \
                    the model. There is none between images and feature maps.
                    """,
                fix: "use rgb or bgr for a network that was trained on images",
                yaml: "input_type_train: rgb",
                seen: """
                    ERROR Input 0 has input_type_train 'featuremap' is not supported transform to input_type_rt \
                    'nv12' for now.
                    """),
            CatalogEntry(
                "RVC0215", "a layout is not NCHW or NHWC",
                matches: "Invalid input_layout_train received", "Invalid input_layout_rt received",
                cause: "hb_mapper knows these two layouts. Networks from PyTorch are NCHW.",
                fix: "set the layout to NCHW or NHWC",
                yaml: "input_layout_train: NCHW",
                seen: """
                    ERROR Invalid input_layout_train received. Input layout train: 'CHWN' should in list ['NHWC', \
                    'NCHW']
                    """),
            CatalogEntry(
                "RVC0216", "a feature map input needs a layout",
                matches: "Input_layout_rt missing",
                cause: "Only NV12 has a layout of its own.",
                fix: "add input_layout_rt to input_parameters",
                yaml: "input_layout_rt: NCHW",
                seen: """
                    ERROR Input_layout_rt missing. input 0 input_type_rt is: featuremap. input_layout_rt is required \
                    for this type
                    """),
            CatalogEntry(
                "RVC0217", "the NV12 range has an unknown value",
                matches: "Invalid input_space_and_range received",
                cause: """
                    regular is BT.601 full range (0 to 255), bt601_video is video range (16 to 235), which OpenCV's \
                    conversion delivers.
                    """,
                fix: "set input_space_and_range to what the board feeds (docs/nv12-range.md)",
                yaml: "input_space_and_range: regular",
                seen: """
                    ERROR Invalid input_space_and_range received. User input 'input_space_and_range': 'bt709' invalid. \
                    It should in list ['regular', 'bt601_video']
                    """),
            CatalogEntry(
                "RVC0218", "an NV12 input has an odd height or width",
                matches: "nv12 type does not support odd size",
                cause: "NV12 stores one chroma pair for each block of 2x2 pixels.",
                fix: "export the model with an even input size",
                yaml: "input_shape: 1x3x224x224",
                seen: "ERROR Invalid nv12 input shape: [1, 3, 33, 33], nv12 type does not support odd size"),
            CatalogEntry(
                "RVC0219", "type, layout and shape of an input contradict each other",
                matches: "input_shape*does not seem right",
                cause: "rgb and bgr have three channels, gray has one; the layout says which dimension that is.",
                fix: "correct input_type_train, input_layout_train or input_shape",
                yaml: "input_layout_train: NCHW",
                seen: """
                    ERROR Input_type_train rgb input_layout_train NCHW and input_shape [1, 4, 32, 32] does not seem \
                    right. Please double check.
                    """),
            CatalogEntry(
                "RVC0220", "calibration_type has an unknown value",
                matches: "User input calibration_type invalid",
                cause: "The allowed values are in the message.",
                fix: "run `repvit-convert config lint CONFIG`; max with max_percentile is quick and accurate",
                yaml: "calibration_type: max",
                seen: """
                    ERROR User input calibration_type invalid, 'mx' should in list ['kl', 'max', 'mix', 'default', \
                    'load', 'skip']
                    """),
            CatalogEntry(
                "RVC0221", "max_percentile is not between 0 and 1",
                matches: "Invalid max_percentile",
                cause: "It is a share: 0.99995 cuts the largest 0.005 % of the values.",
                fix: "set max_percentile to a share such as 0.99995",
                yaml: "max_percentile: 0.99995",
                seen: "ERROR Invalid max_percentile: 1.5, avaliable range: 0~1"),
            CatalogEntry(
                "RVC0222", "cal_data_type has an unknown value",
                matches: "User input cal_data_type invalid",
                cause: "It is the number type of the files in cal_data_dir.",
                fix: "use float32, which `repvit-convert calibration make` writes",
                yaml: "cal_data_type: float32",
                seen: """
                    ERROR User input cal_data_type invalid, 'float16' should in list ['uint8', 'float32', 'int32', \
                    'int16', 'int8']
                    """),
            CatalogEntry(
                "RVC0223", "optimize_level has an unknown value",
                matches: "User input optimize_level invalid",
                cause: "The compiler has the levels O0 to O3.",
                fix: "use O2",
                yaml: "optimize_level: O2",
                seen: "ERROR User input optimize_level invalid, 'O4' should in list ['O0', 'O1', 'O2', 'O3']"),
            CatalogEntry(
                "RVC0224", "compile_mode has an unknown value",
                matches: "Invalid compile model received",
                cause: "The compiler optimizes for latency, for bandwidth, or for a balance of both.",
                fix: "use latency",
                yaml: "compile_mode: latency",
                seen: """
                    ERROR Invalid compile model received. speed is invalid, it should in list ['bandwidth', 'latency', \
                    'balance']
                    """),
            CatalogEntry(
                "RVC0225", "compile_mode balance needs a balance_factor",
                matches: "please set balance_factor to use this mode",
                cause: "balance weighs bandwidth (0) against latency (100), and has no default.",
                fix: "add balance_factor, or use compile_mode: latency",
                yaml: "balance_factor: 50",
                seen: """
                    ERROR Parameter compile_mode is set to balance, please set balance_factor to use this mode
                    """),
            CatalogEntry(
                "RVC0226", "balance_factor is not between 0 and 100",
                matches: "Invalid balance_factor received",
                cause: "0 is all for bandwidth, 100 all for latency.",
                fix: "set balance_factor to 0 ... 100",
                yaml: "balance_factor: 50",
                seen: "ERROR Invalid balance_factor received: 200, value range is 0-100"),
            CatalogEntry(
                "RVC0227", "input_source names an input that the model does not have",
                matches: "input name in 'input_source'*does not exist in model input names",
                cause: "The keys of input_source are the model's input names.",
                fix: "correct the name, or leave input_source out: NV12 then comes from the pyramid",
                yaml: "input_source: {data: pyramid}",
                seen: """
                    ERROR Invalid input_source setting received, input name in 'input_source': 'images' does not exist \
                    in model input names: ['data']
                    """),
            CatalogEntry(
                "RVC0228", "input_source has an unknown value",
                matches: "Invalid input_source received",
                cause: "Images come from the image pyramid, from DDR memory, or from the resizer.",
                fix: "use pyramid for NV12, ddr for feature maps",
                yaml: "input_source: {data: pyramid}",
                seen: """
                    ERROR Invalid input_source received. input_source camera should in list ['pyramid', 'ddr', \
                    'resizer']
                    """),
            CatalogEntry(
                "RVC0229", "max_time_per_fc is out of range",
                matches: "max_time_per_fc value check failed",
                cause: "It is the longest run of the BPU without interruption in microseconds; 0 is without limit.",
                fix: "set it to 0, or to 1000 and more",
                yaml: "max_time_per_fc: 0",
                seen: """
                    ERROR Parameter max_time_per_fc value check failed. Please set it 0 or 1000-4294967295
                    """),
            CatalogEntry(
                "RVC0230", "node_info asks for a number type or a processor that does not exist",
                matches: "Currently only support is [",
                cause: "InputType and OutputType are int8 or int16, ON is BPU or CPU.",
                fix: "correct the value",
                yaml: "node_info: {NODE: {ON: BPU, InputType: int16, OutputType: int16}}",
                seen: "ERROR Currently only support is ['int8', 'int16']"),
            CatalogEntry(
                "RVC0231", "optimization names something that does not exist",
                matches: "The optimization parameter*is not supported",
                cause: "The names are a closed list, such as set_all_nodes_int16.",
                fix: "run `repvit-convert config lint CONFIG`, or remove optimization",
                yaml: "optimization: set_Softmax_input_int8",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: ERROR: The optimization \
                    parameter: make_it_fast is not supported by BPU March:bayes. Please check the specified \
                    optimization configuration.
                    """),
            CatalogEntry(
                "RVC0232", "debug_mode has an unknown value",
                matches: "User input debug_mode invalid",
                cause: "It turns on debugging output of hb_mapper.",
                fix: "remove debug_mode, or set it to dump_calibration_data",
                yaml: "debug_mode: dump_calibration_data",
                seen: "ERROR User input debug_mode invalid: 'everything'. It should in list ['dump_calibration_data']"),
            CatalogEntry(
                "RVC0233", "remove_node_type names a type that cannot be removed",
                matches: "delete node failed. please check your remove_node_type input",
                cause: "Only nodes at the border of the BPU part can be removed; the list is in the message.",
                fix: "use Dequantize, Quantize, Transpose, Cast, Reshape or Softmax",
                yaml: "remove_node_type: Dequantize",
                seen: """
                    ERROR delete node failed. please check your remove_node_type input: ['Sparkle'] is valid, Expected \
                    input: ['Quantize', 'Transpose', 'Dequantize', 'Cast', 'Reshape', 'Softmax', 'DequantizeFilter']
                    """),
            CatalogEntry(
                "RVC0234", "a list has the wrong number of elements",
                matches: "Wrong num of input*received", "Wrong mean_value num received",
                "Wrong scale_value num received",
                cause: "Lists have one element per input of the model, separated by semicolons.",
                fix: "give one element per input",
                yaml: "input_type_rt: nv12",
                seen: "ERROR Wrong num of input_type_train received. num of input_type_train given: 2, expect: 1"),
            CatalogEntry(
                "RVC0235", "a value has fewer parts than the model has dimensions",
                matches: "ERROR list index out of range",
                cause: """
                    hb_mapper looks up the channels in the fourth dimension of an image, and input_shape (or the \
                    model's input) has only two or three.
                    """,
                fix: "write all four dimensions, or use input_type_rt: featuremap for an input that is not an image",
                yaml: "input_shape: 1x3x224x224",
                seen: "ERROR list index out of range"),
            CatalogEntry(
                "RVC0236", "output_nodes names a node that the model does not have", isGeneral: true,
                matches: "ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: '",
                cause: "hb_mapper prints the bare name that it looked up in vain, in quotation marks.",
                fix: "take the name from `repvit-convert inspect MODEL`, or remove output_nodes",
                yaml: "output_nodes: NODE",
                seen: "*** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: 'nowhere'"),
        ])
}

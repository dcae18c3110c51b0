/// The sections of a mapper YAML.
package enum Section: String, Sendable, Hashable, CaseIterable {
    case model = "model_parameters"
    case input = "input_parameters"
    case calibration = "calibration_parameters"
    case compiler = "compiler_parameters"
    case customOp = "custom_op"

    /// Whether hb_mapper stops without it.
    package var isRequired: Bool { self == .model || self == .input }
}

/// Every key that hb_mapper 1.24.3 knows. A name is in one section only.
package enum Key: String, Sendable, Hashable, CaseIterable {
    // model_parameters
    case onnxModel = "onnx_model"
    case caffeModel = "caffe_model"
    case prototxt
    case march
    case logLevel = "log_level"
    case layerOutDump = "layer_out_dump"
    case workingDir = "working_dir"
    case outputModelFilePrefix = "output_model_file_prefix"
    case outputNodes = "output_nodes"
    case removeNodeType = "remove_node_type"
    case removeNodeName = "remove_node_name"
    case setNodeDataType = "set_node_data_type"
    case debugMode = "debug_mode"
    case nodeInfo = "node_info"
    // input_parameters
    case inputName = "input_name"
    case inputTypeRt = "input_type_rt"
    case inputSpaceAndRange = "input_space_and_range"
    case inputLayoutRt = "input_layout_rt"
    case inputTypeTrain = "input_type_train"
    case inputLayoutTrain = "input_layout_train"
    case normType = "norm_type"
    case inputShape = "input_shape"
    case inputBatch = "input_batch"
    case meanValue = "mean_value"
    case scaleValue = "scale_value"
    // calibration_parameters
    case calDataDir = "cal_data_dir"
    case calDataType = "cal_data_type"
    case calibrationType = "calibration_type"
    case preprocessOn = "preprocess_on"
    case perChannel = "per_channel"
    case maxPercentile = "max_percentile"
    case runOnCPU = "run_on_cpu"
    case runOnBPU = "run_on_bpu"
    case enableInt16 = "enable_int16"
    case optimization
    // compiler_parameters
    case compileMode = "compile_mode"
    case balanceFactor = "balance_factor"
    case debug
    case optimizeLevel = "optimize_level"
    case abilityEntry = "ability_entry"
    case coreNum = "core_num"
    case maxTimePerFC = "max_time_per_fc"
    case jobs
    case inputSource = "input_source"
    case advice
    // custom_op
    case opRegisterFiles = "op_register_files"
    case customOpMethod = "custom_op_method"
    case customOpDir = "custom_op_dir"
}

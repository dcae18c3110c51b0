extension Schema {
    /// `calibration_parameters`.
    static let calibrationKeys: [KeySchema] = [
        KeySchema(
            .calDataDir, .calibration, .nonEmptyText, perInput: true,
            presence: .needed(when: "calibration_type is neither load nor skip"),
            "The folder of calibration files, relative to this YAML; every file in it is read."),
        KeySchema(
            .calDataType, .calibration, .text, values: ["float32", "uint8", "int32", "int16", "int8"], perInput: true,
            default: "float32 if cal_data_dir ends in _f32, else uint8", "The number format of the calibration files."),
        KeySchema(
            .calibrationType, .calibration, .text, values: ["default", "mix", "kl", "max", "load", "skip"],
            default: "default",
            "How ranges are found. `default` chooses by the first sample alone; `skip` uses random data; "
                + "`load` expects a model trained for quantization."),
        KeySchema(
            .maxPercentile, .calibration, .number, range: 0...1,
            "For `max`: the share of values that a range has to hold, such as 0.99999."),
        KeySchema(
            .perChannel, .calibration, .boolean, default: "false",
            "A range for each channel of an activation instead of one for all."),
        KeySchema(.runOnCPU, .calibration, .anyText, "Nodes to run on the CPU, separated by `;`."),
        KeySchema(.runOnBPU, .calibration, .anyText, "Nodes to run on the BPU, separated by `;`."),
        KeySchema(.enableInt16, .calibration, .boolean, "Lets outputs be int16 where the chip can."),
        KeySchema(
            .optimization, .calibration, .text,
            "Options of the quantizer, separated by `;`: set_model_output_int8, set_model_output_int16, run_fast, ..."),
        KeySchema(
            .preprocessOn, .calibration, .boolean, default: "false", deprecated: true,
            "Makes calibration data from JPEGs by a preprocessing of its own, which is not timm's."),
    ]
}

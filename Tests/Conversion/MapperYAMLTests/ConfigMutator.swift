@testable import MapperYAML

/// Makes wrong and odd configurations of right ones.
///
/// Works on raw YAML values by section and key, and at last on the text itself.
struct ConfigMutator {
    struct Config {
        var sections: [(name: String, entries: [(key: String, value: String)])]

        var text: String {
            var text = ""
            for section in sections {
                text += section.name + ":" + (section.entries.isEmpty ? " {}\n" : "\n")
                for entry in section.entries { text += "  \(entry.key): \(entry.value)\n" }
            }
            return text
        }
    }

    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    // MARK: Right ones

    static let nv12 = Config(sections: [
        (
            "model_parameters",
            [
                ("onnx_model", "./one.onnx"), ("march", "bayes-e"), ("working_dir", "out"),
                ("output_model_file_prefix", "RepViT_m0_9_224x224_nv12"),
            ]
        ),
        (
            "input_parameters",
            [
                ("input_name", "data"), ("input_type_rt", "nv12"), ("input_type_train", "rgb"),
                ("input_layout_train", "NCHW"), ("norm_type", "data_mean_and_scale"),
                ("mean_value", "123.675 116.28 103.53"), ("scale_value", "0.01712475 0.017507 0.01742919"),
            ]
        ),
        (
            "calibration_parameters",
            [
                ("cal_data_dir", "./cal"), ("cal_data_type", "float32"), ("calibration_type", "max"),
            ]
        ),
        ("compiler_parameters", [("optimize_level", "O3"), ("compile_mode", "latency"), ("debug", "false")]),
    ])

    static let two = Config(sections: [
        ("model_parameters", [("onnx_model", "./two.onnx"), ("march", "bayes-e")]),
        (
            "input_parameters",
            [
                ("input_name", "left;right"), ("input_type_rt", "nv12;featuremap"), ("input_layout_rt", "NHWC;NCHW"),
                ("input_type_train", "bgr;featuremap"), ("input_layout_train", "NCHW;NCHW"),
                ("norm_type", "data_mean;no_preprocess"), ("mean_value", "1 2 3;None"),
            ]
        ),
        ("calibration_parameters", [("cal_data_dir", "cal;cal_f32"), ("cal_data_type", "uint8;float32")]),
        ("compiler_parameters", [("input_source", "{left: pyramid, right: ddr}")]),
    ])

    static let gray = Config(sections: [
        (
            "model_parameters",
            [("onnx_model", "gray.onnx"), ("march", "bayes"), ("node_info", "{Conv_0: {'ON': CPU}}")]
        ),
        (
            "input_parameters",
            [
                ("input_type_rt", "gray"), ("input_layout_rt", "NHWC"), ("input_type_train", "gray"),
                ("input_layout_train", "NHWC"), ("input_shape", "1x32x32x1"), ("input_batch", "4"),
            ]
        ),
        ("calibration_parameters", [("calibration_type", "skip"), ("max_percentile", "0.999")]),
        (
            "compiler_parameters",
            [
                ("compile_mode", "balance"), ("balance_factor", "50"), ("core_num", "2"), ("max_time_per_fc", "1000"),
            ]
        ),
    ])

    static let dynamic = Config(sections: [
        ("model_parameters", [("onnx_model", "dynamic.onnx"), ("march", "bayes-e")]),
        (
            "input_parameters",
            [
                ("input_name", "data"), ("input_type_rt", "yuv444"), ("input_layout_rt", "NCHW"),
                ("input_type_train", "rgb"), ("input_layout_train", "NCHW"), ("input_shape", "1x3x64x64"),
            ]
        ),
        ("calibration_parameters", [("cal_data_dir", "cal"), ("optimization", "run_fast")]),
    ])

    static let three = Config(sections: [
        (
            "model_parameters",
            [
                ("onnx_model", "three.onnx"), ("march", "bayes-e"), ("output_nodes", "out_a;out_b"),
                ("remove_node_type", "Quantize;Dequantize"), ("debug_mode", "dump_calibration_data"),
            ]
        ),
        (
            "input_parameters",
            [
                ("input_name", "a;b;c"), ("input_type_rt", "nv12;yuv444;featuremap"),
                ("input_layout_rt", "NHWC;NHWC;NCHW"),
                ("input_space_and_range", "bt601_video;regular;regular"), ("input_type_train", "rgb;bgr;featuremap"),
                ("input_layout_train", "NCHW;NHWC;NCHW"), ("input_shape", "1x3x32x32;1x16x16x3;1x8"),
                ("norm_type", "data_mean_and_scale;data_scale;no_preprocess"), ("mean_value", "1 2 3;None;None"),
                ("scale_value", "1 2 3;0.5;None"),
            ]
        ),
        (
            "calibration_parameters",
            [
                ("cal_data_dir", "cal;cal;cal_f32"), ("cal_data_type", "uint8;uint8;float32"),
                ("calibration_type", "kl"),
                ("per_channel", "true"), ("run_on_cpu", "Conv_1;Conv_2"),
            ]
        ),
        ("compiler_parameters", [("input_source", "{a: resizer, b: ddr, c: ddr}"), ("jobs", "4")]),
        ("custom_op", [("custom_op_method", "register"), ("op_register_files", "ops.py"), ("custom_op_dir", "ops")]),
    ])

    static let originals = [nv12, two, gray, dynamic, three]

    /// What `onnx_model` of the originals holds; dynamic sizes are 0.
    static let models: [String: [ModelInput]] = [
        "one.onnx": [ModelInput(name: "data", shape: [1, 3, 224, 224])],
        "two.onnx": [
            ModelInput(name: "left", shape: [1, 3, 32, 32]), ModelInput(name: "right", shape: [1, 8, 10]),
        ],
        "three.onnx": [
            ModelInput(name: "a", shape: [1, 3, 32, 32]), ModelInput(name: "b", shape: [1, 16, 16, 3]),
            ModelInput(name: "c", shape: [1, 8]),
        ],
        "gray.onnx": [ModelInput(name: "image", shape: [1, 32, 32, 1])],
        "dynamic.onnx": [ModelInput(name: "data", shape: [0, 3, 64, 64])],
    ]

    // MARK: Mutations

    private static let oddValues = [
        "yes", "off", "true", "false", "1", "0", "-1", "2", "3", "1.5", "1e3", "1.0e+3", "''", "\"\"", "null", "~", "",
        "[]", "{}", "[1, 2]", "{a: b}", "{data: ddr}", "{data: pyramid}", "{Conv_0: {ON: BPU}}",
        "{Conv_0: {'ON': BPU}}",
        "{Conv_0: {OutputType: int16, InputType0: int8}}", "{Conv_0: {Output: int16}}", "{Conv_0: int16}",
        "Conv_0:int16",
        "'Conv_0:int16;Conv_1:int16'", "a;b", "a; b;", "';'", "' '", "'1'", "'0.5'", "0.5", "0x10", "1:30", "0o7",
        ".inf",
        ".nan", "nan", "2024-01-01", "1x3x224x224", "1x3x223x224", "2x3x224x224", "1x224x224x3", "1x3x64x64", "1x3",
        "224x224", "'1 2 3'", "'1, 2, 3'", "'1;2;3'", "1 2", "None", "'None;None'", "4", "'4'", "128", "129", "4096",
        "4097",
        "99999999999999999999", "1000", "999", "100", "101", "data", "Data", "left;right", "right;left", "left;left",
        "one.onnx", "cal", "cal;cal", "cal_f32", "x.txt", "*a", "&a b", "!!str 5", "!!int '5'", "!foo x", "'a\tb'",
    ]

    /// A configuration with one to three changes, and the keys that were touched.
    mutating func next() -> (text: String, touched: Set<String>) {
        var config = Self.originals[Int.random(in: 0..<Self.originals.count, using: &random)]
        var touched: Set<String> = []
        let changes = Int.random(in: 0..<10, using: &random)
        for _ in 0..<(changes < 7 ? 1 : changes < 9 ? 2 : 3) { touched.formUnion(change(&config)) }
        var text = config.text
        if Int.random(in: 0..<12, using: &random) == 0 { text = scramble(text) }
        return (text, touched)
    }

    private mutating func change(_ config: inout Config) -> Set<String> {
        let section = Int.random(in: 0..<config.sections.count, using: &random)
        let entries = config.sections[section].entries
        let index = entries.isEmpty ? nil : Int.random(in: 0..<entries.count, using: &random)
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
            let name = config.sections[section].name
            config.sections.remove(at: section)
            if config.sections.isEmpty { config.sections.append(("model_parameters", [])) }
            return [name]
        case 1:
            let name = config.sections[section].name
            config.sections[section].name = misspell(name)
            return [name]
        case 2...3:
            guard let index else { return [] }
            let key = config.sections[section].entries.remove(at: index).key
            return [key]
        case 4:
            guard let index else { return [] }
            config.sections[section].entries[index].key = misspell(entries[index].key)
            return [entries[index].key]
        case 5:
            guard let index else { return [] }
            let other = Int.random(in: 0..<config.sections.count, using: &random)
            config.sections[other].entries.append(config.sections[section].entries.remove(at: index))
            return [entries[index].key]
        case 6:
            guard let index else { return [] }
            config.sections[section].entries.append((entries[index].key, value(for: entries[index].key)))
            return [entries[index].key]
        case 7:
            guard let index else { return [] }
            // One value more or one less, for one input or for several.
            let parts = entries[index].value.split(separator: ";").map { String($0) }
            let count = Int.random(in: 0...4, using: &random)
            let longer = (0..<count).map { parts.isEmpty ? "" : parts[$0 % parts.count] }
            config.sections[section].entries[index].value = longer.joined(separator: ";")
            return [entries[index].key]
        case 8...13:
            guard let index else { return [] }
            config.sections[section].entries[index].value = value(for: entries[index].key)
            return [entries[index].key]
        default:
            // Any key of the schema, where it belongs, mostly with one of its own values.
            guard let schema = Schema.keys.randomElement(using: &random) else { return [] }
            let name = schema.key.rawValue
            let section = schema.section.rawValue
            if !config.sections.contains(where: { $0.name == section }) { config.sections.append((section, [])) }
            for index in config.sections.indices where config.sections[index].name == section {
                config.sections[index].entries.removeAll { $0.key == name }
                config.sections[index].entries.append((name, value(for: name)))
            }
            return [name]
        }
    }

    private mutating func value(for name: String) -> String {
        let odd = Self.oddValues.randomElement(using: &random) ?? "x"
        guard let key = Key(rawValue: name), let schema = Schema.schema(of: key) else { return odd }
        let values = schema.values + schema.unusualValues
        let own = values.randomElement(using: &random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0...4: return own ?? odd
        case 5:
            guard let own, let other = values.randomElement(using: &random) else { return odd }
            return own + ["; ", ";", ", ", ",", " "][Int.random(in: 0..<5, using: &random)] + other
        case 6: return own.map { misspell($0) } ?? odd
        case 7:
            guard let range = schema.range else { return odd }
            return [
                range.lowerBound, range.lowerBound - 1, range.upperBound,
                range.upperBound == .max ? 7 : range.upperBound + 1,
            ].randomElement(using: &random).map { String($0) } ?? odd
        default: return odd
        }
    }

    private mutating func misspell(_ word: String) -> String {
        var letters = Array(word)
        guard letters.count > 1 else { return word + "x" }
        let index = Int.random(in: 0..<letters.count - 1, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: letters.remove(at: index)
        case 1: letters.swapAt(index, index + 1)
        case 2: return word.uppercased() == word ? word.lowercased() : word.uppercased()
        default: letters.insert("x", at: index)
        }
        return String(letters)
    }

    /// Changes single characters of the text.
    private mutating func scramble(_ text: String) -> String {
        var letters = Array(text.unicodeScalars)
        guard letters.count > 1 else { return text }
        let index = Int.random(in: 0..<letters.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: letters.remove(at: index)
        case 1: letters.insert(letters[index], at: index)
        default:
            let inserted = Array("\t \n:;#'\"-{}[],&*!|>%@`é\r?=<".unicodeScalars).randomElement(using: &random) ?? "x"
            letters.insert(inserted, at: index)
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: letters)
        return String(view)
    }
}

internal import InputContract
internal import YAML

extension MapperConfig {
    /// The text of a mapper YAML that turns a classifier into a `.bin` for the RDK X5.
    ///
    /// The same options give the same bytes.
    ///
    /// - Throws: ``MapperConfigError`` `.badOption`.
    package static func generate(_ options: GenerationOptions) throws -> String {
        try check(options)
        var yaml = YAMLWriter()
        yaml.comment(
            """
            \(options.names.title) for the RDK X5, profile \(options.profile.rawValue)
            Made by `repvit-convert config generate`; paths are relative to this file
            """)
        if options.names.isVariant, options.input.normalization != .imageNet {
            yaml.comment("the model has a mean and a deviation of its own\nrepvit-lint: disable-file=imagenet-norm")
        }
        writeModel(options, &yaml)
        writeInput(options, &yaml)
        writeCalibration(options, &yaml)
        writeCompiler(options, &yaml)
        return yaml.text
    }

    private static func writeModel(_ options: GenerationOptions, _ yaml: inout YAMLWriter) {
        yaml.blankLine()
        yaml.mapping(Section.model.rawValue) { yaml in
            yaml.comment(options.names.isVariant ? "the float model: reparameterised, opset 11" : "the float model")
            yaml.entry(.onnxModel, options.onnxModel)
            yaml.comment(
                options.input.march == .bayesE ? "the BPU of the RDK X5" : "not the RDK X5, which is bayes-e")
            yaml.entry(.march, options.input.march.rawValue)
            yaml.comment("results; the names carry variant and size, so that builds do not overwrite each other")
            yaml.entry(.workingDir, options.workingFolder)
            yaml.entry(.outputModelFilePrefix, options.resolvedPrefix)
            guard !options.int16Nodes.isEmpty else { return }
            yaml.comment("nodes that compute with 16 bits: more accurate, and slower")
            yaml.mapping(Key.nodeInfo.rawValue) { yaml in
                for node in options.int16Nodes {
                    yaml.mapping(node) { yaml in
                        yaml.entry("InputType", "int16")
                        yaml.entry("OutputType", "int16")
                    }
                }
            }
        }
    }

    private static func writeInput(_ options: GenerationOptions, _ yaml: inout YAMLWriter) {
        yaml.blankLine()
        yaml.mapping(Section.input.rawValue) { yaml in
            yaml.entry(.inputName, options.inputName)
            yaml.entry(.inputShape, options.input.shape.map(String.init).joined(separator: "x"))
            if options.resolvedBatch != 1 {
                yaml.comment("images that one run takes")
                yaml.entry(.inputBatch, options.resolvedBatch)
            }
            yaml.comment("what the board feeds")
            yaml.entry(.inputTypeRt, options.inputType)
            if options.isNV12 {
                switch options.input.range {
                case .full: yaml.comment("NV12 of BT.601 full range (0...255), not OpenCV's, which is video range")
                case .video: yaml.comment("NV12 of BT.601 video range (luma 16...235), as OpenCV makes it")
                }
                yaml.entry(.inputSpaceAndRange, options.input.range.inputSpaceAndRange)
            } else {
                yaml.entry(.inputLayoutRt, options.inputLayout)
            }
            yaml.comment("what the float model was trained on")
            yaml.entry(.inputTypeTrain, "rgb")
            yaml.entry(.inputLayoutTrain, options.input.layout.rawValue)
            yaml.comment("(pixel - mean) * scale; scale is 1 / standard deviation, for pixels of 0...255")
            yaml.entry(.normType, "data_mean_and_scale")
            yaml.entry(.meanValue, options.input.normalization.meanText)
            yaml.entry(.scaleValue, options.input.normalization.scaleText)
        }
    }

    private static func writeCalibration(_ options: GenerationOptions, _ yaml: inout YAMLWriter) {
        yaml.blankLine()
        yaml.mapping(Section.calibration.rawValue) { yaml in
            yaml.comment("every file in this folder is read: keep anything else out of it")
            yaml.entry(.calDataDir, options.calibrationFolder)
            yaml.entry(.calDataType, "float32")
            switch options.resolvedCalibrationType {
            case "max": yaml.comment("ranges from the extremes: quick, and as good as kl here")
            case "kl": yaml.comment("ranges that keep the distribution of values: slower than max")
            case "mix": yaml.comment("the best method for each node: slow")
            case "default": yaml.comment("chooses a method by the first image alone")
            default: yaml.comment("how ranges are found")
            }
            yaml.entry(.calibrationType, options.resolvedCalibrationType)
            if let percentile = options.maxPercentile {
                yaml.comment("the share of values that a range has to hold")
                yaml.entry(.maxPercentile, percentile)
            }
            if options.perChannel {
                yaml.comment("a range for each channel of an activation")
                yaml.entry(.perChannel, true)
            }
        }
    }

    private static func writeCompiler(_ options: GenerationOptions, _ yaml: inout YAMLWriter) {
        yaml.blankLine()
        yaml.mapping(Section.compiler.rawValue) { yaml in
            yaml.comment("the default O0 gives a model several times slower")
            yaml.entry(.optimizeLevel, options.optimizeLevel)
            if options.resolvedCompileMode == "balance", let factor = options.balanceFactor {
                if factor == GenerationOptions.balanceFactors[options.names.name] {
                    yaml.comment("100 would be the fewest cycles, but this is faster (measured)")
                } else {
                    yaml.comment("0 is the least memory traffic, 100 the fewest cycles")
                }
                yaml.entry(.compileMode, "balance")
                yaml.entry(.balanceFactor, factor)
            } else {
                yaml.entry(.compileMode, options.resolvedCompileMode)
            }
            yaml.comment("the default is true")
            yaml.entry(.debug, false)
            yaml.comment("the RDK X5 has one BPU core")
            yaml.entry(.coreNum, 1)
        }
    }

    private static func check(_ options: GenerationOptions) throws {
        guard ArtifactNames.isValid(options.names.name) else {
            throw MapperConfigError.badOption(
                name: "the name", value: options.names.name, expected: "letters, digits, '_' and '-'")
        }
        let size = options.input.size
        guard ImageSize.sides.contains(size.height), ImageSize.sides.contains(size.width),
            !options.isNV12 || size.isEven
        else {
            throw MapperConfigError.badOption(
                name: "the input size", value: size.description,
                expected: "an even number of pixels, because NV12 holds chroma for 2x2 of them")
        }
        guard (1...4096).contains(options.resolvedBatch) else {
            throw MapperConfigError.badOption(
                name: "the batch", value: String(options.resolvedBatch), expected: "1 to 4096")
        }
        try checkCalibration(options)
        guard ["nv12", "yuv444", "rgb", "bgr"].contains(options.inputType) else {
            throw MapperConfigError.badOption(
                name: "the input type", value: options.inputType,
                expected: "nv12, yuv444, rgb or bgr, of which rgb can be made")
        }
        let factor = options.balanceFactor
        guard options.resolvedCompileMode != "balance" || factor.map({ (0...100).contains($0) }) == true else {
            throw MapperConfigError.badOption(
                name: "the balance factor", value: factor.map { String($0) } ?? "missing",
                expected: "0 to 100 for the compile mode balance")
        }
        let pairs: [(Key, String)] = [
            (.calibrationType, options.resolvedCalibrationType), (.march, options.input.march.rawValue),
            (.compileMode, options.resolvedCompileMode), (.optimizeLevel, options.optimizeLevel),
            (.inputLayoutRt, options.inputLayout),
        ]
        for (key, value) in pairs {
            let values = Schema.schema(of: key)?.values ?? []
            guard values.contains(value) else {
                throw MapperConfigError.badOption(
                    name: "'\(key.rawValue)'", value: value, expected: "one of \(values.joined(separator: ", "))")
            }
        }
    }

    private static func checkCalibration(_ options: GenerationOptions) throws {
        if let percentile = options.maxPercentile {
            guard (0...1).contains(percentile) else {
                throw MapperConfigError.badOption(
                    name: "the percentile", value: String(percentile), expected: "0 to 1, such as 0.99999")
            }
            guard options.resolvedCalibrationType == "max" else {
                throw MapperConfigError.badOption(
                    name: "'calibration_type'", value: options.resolvedCalibrationType,
                    expected: "max, the only one that has a percentile")
            }
        }
        for node in options.int16Nodes where node.isEmpty || node.contains("\n") {
            throw MapperConfigError.badOption(name: "a node", value: node, expected: "the name of a node")
        }
        guard Set(options.int16Nodes).count == options.int16Nodes.count else {
            throw MapperConfigError.badOption(
                name: "the nodes of 16 bits", value: options.int16Nodes.joined(separator: ", "),
                expected: "each node once")
        }
        let values = options.input.normalization.mean + options.input.normalization.scale
        guard values.count == 6, values.allSatisfy(\.isFinite), !options.input.normalization.scale.contains(0) else {
            throw MapperConfigError.badOption(
                name: "the normalization",
                value: "\(options.input.normalization.meanText), \(options.input.normalization.scaleText)",
                expected: "three finite numbers each, no deviation of 0")
        }
    }
}

extension YAMLWriter {
    fileprivate mutating func entry(_ key: Key, _ value: String) { entry(key.rawValue, value) }
    fileprivate mutating func entry(_ key: Key, _ value: Int) { entry(key.rawValue, value) }
    fileprivate mutating func entry(_ key: Key, _ value: Double) { entry(key.rawValue, value) }
    fileprivate mutating func entry(_ key: Key, _ value: Bool) { entry(key.rawValue, value) }
}

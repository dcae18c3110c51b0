internal import Diagnostics
internal import InputContract
internal import YAML

/// Required sections and keys are present.
enum MissingKeyRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "missing-key",
        summary: "every required section and key is present",
        reason: "hb_mapper stops without it.",
        fix: "Add the key; `repvit-convert config explain KEY` describes it.",
        example: "model_parameters without march")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        for section in Section.allCases where section.isRequired && file.section(section) == nil {
            report.add(.missingSection(section), at: Mark(line: 1, column: 1))
        }
        for schema in Schema.keys where schema.presence == .required {
            // Reported above if missing, by `wrong-type` if not a mapping.
            guard file.section(schema.section)?.value.mapping != nil else { continue }
            require(schema.key, nil, context, &report)
        }
        if file.readsCalibrationData,
            file.section(.calibration)?.value.mapping != nil || file.section(.calibration) == nil
        {
            require(.calDataDir, "calibration_type is '\(file.calibrationType)'", context, &report)
        }
        checkInputs(context, &report)
        if file.text(.compileMode) == "balance" {
            require(.balanceFactor, "compile_mode is 'balance'", context, &report)
        }
        if let custom = file.section(.customOp)?.value.mapping, !custom.entries.isEmpty {
            require(.customOpMethod, "there is a custom_op section", context, &report)
        }
    }

    private static func checkInputs(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        guard file.section(.input)?.value.mapping != nil else { return }
        if let model = context.model, model.count > 1, file.list(.inputName).isEmpty {
            require(.inputName, "the model has \(model.count) inputs", context, &report)
        }
        let types = file.list(.inputTypeRt)
        if let type = types.first(where: { $0 != "nv12" }), file.list(.inputLayoutRt).isEmpty {
            require(.inputLayoutRt, "input_type_rt is '\(type ?? "")'", context, &report)
        }
        let norms = file.list(.normType).compactMap(\.self)
        if let norm = norms.first(where: { $0.contains("mean") }), file.list(.meanValue).isEmpty {
            require(.meanValue, "norm_type is '\(norm)'", context, &report)
        }
        if let norm = norms.first(where: { $0.contains("scale") }), file.list(.scaleValue).isEmpty {
            require(.scaleValue, "norm_type is '\(norm)'", context, &report)
        }
        if let input = context.model?.first(where: { $0.shape.contains(0) }), file.list(.inputShape).isEmpty {
            require(.inputShape, "the model's input has the dynamic shape \(input.shape)", context, &report)
        }
    }

    /// Reports a key that is missing, or empty where a value is required.
    private static func require(
        _ key: Key, _ reason: String?, _ context: LintContext, _ report: inout LintReport
    ) {
        guard let schema = Schema.schema(of: key) else { return }
        guard let setting = context.file[key] else {
            let repair: Repair? = key == .march ? .set(.march, "bayes-e") : nil
            report.add(
                .missing(schema, reason, context).repaired(by: repair), at: context.file.mark(of: schema.section))
            return
        }
        if let text = setting.text, text.isEmpty, schema.type != .nonEmptyText, schema.isPerInput || key == .onnxModel {
            report.add(.empty(schema, reason, context), at: setting.mark)
        }
    }
}

extension LintMessage {
    fileprivate static func missingSection(_ section: Section) -> Self {
        Self(
            "missing section '\(section.rawValue)'",
            fix: "add it; `repvit-convert config generate` writes a complete file")
    }

    fileprivate static func missing(_ schema: KeySchema, _ reason: String?, _ context: LintContext) -> Self {
        Self("missing '\(schema.key.rawValue)'\(reason.map { ": \($0)" } ?? "")", fix: advice(schema, context))
    }

    fileprivate static func empty(_ schema: KeySchema, _ reason: String?, _ context: LintContext) -> Self {
        Self("'\(schema.key.rawValue)' is empty\(reason.map { ": \($0)" } ?? "")", fix: advice(schema, context))
    }

    private static func advice(_ schema: KeySchema, _ context: LintContext) -> String {
        let key = schema.key.rawValue
        switch schema.key {
        case .march: return "add march: bayes-e for the RDK X5"
        case .meanValue where context.isRepViT: return "add mean_value: \(Normalization.imageNet.meanText)"
        case .scaleValue where context.isRepViT: return "add scale_value: \(Normalization.imageNet.scaleText)"
        default: return "add \(key) (\(schema.valuePhrase)); see `repvit-convert config explain \(key)`"
        }
    }
}

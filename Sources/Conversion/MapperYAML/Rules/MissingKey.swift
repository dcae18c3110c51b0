internal import Diagnostics
internal import InputContract
internal import YAML

/// Sections and keys that hb_mapper cannot do without.
enum MissingKey: Rule {
    static let description = RuleDescription("missing-key", .error, "Every key that hb_mapper needs is there")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        for section in Section.allCases where section.isRequired && file.section(section) == nil {
            report.add(.missingSection(section), at: Mark(line: 1, column: 1))
        }
        for schema in Schema.keys where schema.presence == .required {
            // A missing section is said above, one of a wrong type elsewhere.
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
            require(.inputShape, "the shape \(input.shape) of the model's input is dynamic", context, &report)
        }
    }

    /// Reports a key that is not there, or holds an empty text where a value is needed.
    private static func require(
        _ key: Key, _ reason: String?, _ context: LintContext, _ report: inout LintReport
    ) {
        guard let schema = Schema.schema(of: key) else { return }
        guard let setting = context.file[key] else {
            let repair: Repair? = key == .march ? .set(.march, "bayes-e") : nil
            report.add(.missing(schema, reason).repaired(by: repair), at: context.file.mark(of: schema.section))
            return
        }
        if let text = setting.text, text.isEmpty, schema.type != .nonEmptyText, schema.isPerInput || key == .onnxModel {
            report.add(.empty(schema, reason), at: setting.mark)
        }
    }
}

extension LintMessage {
    fileprivate static func missingSection(_ section: Section) -> Self {
        Self("the section '\(section.rawValue)' is missing", fix: "add it; `config generate` writes a whole file")
    }

    fileprivate static func missing(_ schema: KeySchema, _ reason: String?) -> Self {
        let words = reason.map { ": \($0)" } ?? ""
        return Self(
            "'\(schema.key.rawValue)' is missing in '\(schema.section.rawValue)'\(words)", fix: advice(schema))
    }

    fileprivate static func empty(_ schema: KeySchema, _ reason: String?) -> Self {
        Self("'\(schema.key.rawValue)' is empty\(reason.map { ": \($0)" } ?? "")", fix: advice(schema))
    }

    private static func advice(_ schema: KeySchema) -> String {
        switch schema.key {
        case .march: "add 'march: bayes-e', which is the RDK X5"
        case .inputTypeRt: "add 'input_type_rt: nv12'"
        case .inputTypeTrain: "add 'input_type_train: rgb'"
        case .inputLayoutTrain: "add 'input_layout_train: NCHW'"
        case .meanValue: "add 'mean_value: \(Normalization.imageNet.meanText)'"
        case .scaleValue: "add 'scale_value: \(Normalization.imageNet.scaleText)'"
        default: "add '\(schema.key.rawValue)': \(schema.summary)"
        }
    }
}

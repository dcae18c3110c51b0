internal import Diagnostics
internal import YAML

/// Lists have one value per input of the model.
enum ListLengthRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "list-length",
        summary: "every list has one value per input",
        reason: "hb_mapper assigns the values to the inputs by position.",
        fix: "Separate inputs with ';', and the channels of one input with spaces.",
        example: "mean_value: 123.675; 116.28; 103.53")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for schema in Schema.keys where schema.isPerInput {
            guard let setting = context.file[schema.key], let list = setting.list, !list.isEmpty else { continue }
            if schema.key == .calDataDir, !context.file.readsCalibrationData { continue }
            guard list.count != context.inputCount else { continue }
            let message = LintMessage.length(schema.key, list.count, context)
            report.add(message.repaired(by: repair(schema.key, list, context)), at: setting.mark)
        }
    }

    /// The channels of one input, separated by spaces.
    private static func repair(_ key: Key, _ list: [String?], _ context: LintContext) -> Repair? {
        let values = list.compactMap(\.self)
        guard key == .meanValue || key == .scaleValue, context.inputCount == 1, list.count == 3, values.count == 3,
            values.allSatisfy({ VendorText.numbers($0)?.count == 1 })
        else { return nil }
        return .set(key, YAMLWriter.quoted(values.joined(separator: " ")))
    }
}

extension LintMessage {
    fileprivate static func length(_ key: Key, _ count: Int, _ context: LintContext) -> Self {
        let isNumbers = key == .meanValue || key == .scaleValue
        let fix =
            isNumbers && count > context.inputCount
            ? "separate the channels of one input with spaces; ';' separates inputs"
            : "write \(context.inputCount) value\(context.inputCount == 1 ? "" : "s"), separated by ';'"
        return Self(
            "\(key.rawValue) has \(count) value\(count == 1 ? "" : "s"), but \(context.inputCountSource)", fix: fix)
    }
}

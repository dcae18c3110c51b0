internal import Diagnostics
internal import YAML

/// Lists that have not one value for each input of the model.
enum ListLength: Rule {
    static let description = RuleDescription(
        "list-length", .error, "Every list has one value for each input of the model")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for schema in Schema.keys where schema.isPerInput {
            guard let setting = context.file[schema.key], let list = setting.list, !list.isEmpty else { continue }
            if schema.key == .calDataDir, !context.file.readsCalibrationData { continue }
            guard list.count != context.inputCount else { continue }
            let message = LintMessage.length(schema.key, list.count, context)
            report.add(message.repaired(by: repair(schema.key, list, context)), at: setting.mark)
        }
    }

    /// The channels of one input, parted by spaces.
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
            ? "part the channels of one input with spaces; ';' parts inputs"
            : "write \(context.inputCount) value\(context.inputCount == 1 ? "" : "s") with ';' between inputs"
        return Self(
            "'\(key.rawValue)' has \(count) value\(count == 1 ? "" : "s"), and \(context.inputCountSource)", fix: fix)
    }
}

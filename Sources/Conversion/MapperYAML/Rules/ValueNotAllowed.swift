internal import Diagnostics
internal import YAML

/// Values outside of the short list that a key takes.
enum ValueNotAllowed: Rule {
    static let description = RuleDescription(
        "value-not-allowed", .error, "A value is one of those that hb_mapper takes for its key")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for schema in Schema.keys where !schema.values.isEmpty && schema.key != .inputSource {
            guard let setting = context.file[schema.key] else { continue }
            if schema.key == .debugMode, let mapping = setting.value.mapping {
                if !mapping.entries.isEmpty { report.add(.mapping(schema), at: setting.mark) }
                continue
            }
            guard let text = setting.text else { continue }
            if schema.key == .debugMode, text.isEmpty { continue }
            // A list that is parted by commas has a rule of its own.
            if ListSeparator.isPartedByCommas(setting) { continue }
            let values = schema.isPerInput ? VendorText.list(text) : [text]
            for value in values where !takes(value, schema) {
                report.add(.value(value, schema).repaired(by: repair(value, setting, values.count)), at: setting.mark)
            }
        }
    }

    /// The value that differs from this one by capitals and dashes only, for a list of one.
    private static func repair(_ value: String?, _ setting: ConfigFile.Setting, _ count: Int) -> Repair? {
        guard count == 1, let value else { return nil }
        let letters = plain(value)
        let meant = setting.schema.values.filter { plain($0) == letters }
        return meant.count == 1 && !letters.isEmpty ? .set(setting.schema.key, YAMLWriter.quoted(meant[0])) : nil
    }

    private static func plain(_ value: String) -> String {
        value.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private static func takes(_ value: String?, _ schema: KeySchema) -> Bool {
        guard let value else { return false }
        return schema.values.contains(value) || schema.unusualValues.contains(value)
    }
}

extension LintMessage {
    fileprivate static func mapping(_ schema: KeySchema) -> Self {
        Self(
            "'\(schema.key.rawValue)' is a mapping, of which hb_mapper takes none",
            fix: "write '\(schema.values.joined(separator: "', '"))' or take the line out")
    }

    fileprivate static func value(_ value: String?, _ schema: KeySchema) -> Self {
        let all = schema.values.joined(separator: ", ")
        guard let value, !value.isEmpty else {
            return Self("'\(schema.key.rawValue)' has an empty value", fix: "write one of \(all)")
        }
        let meant =
            schema.values.first { $0.lowercased() == value.lowercased() }
            ?? NearestName.find(value, in: schema.values)
        return Self(
            "'\(schema.key.rawValue)' cannot be '\(value)'",
            fix: meant.map { "write '\($0)'; the values are \(all)" } ?? "write one of \(all)")
    }
}

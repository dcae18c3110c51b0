internal import Diagnostics
internal import YAML

/// Values are among those that the key accepts.
enum ValueNotAllowedRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "value-not-allowed",
        summary: "values are among those that the key accepts",
        reason: "hb_mapper stops at any other value, also if only its case differs.",
        fix: "Use a listed value; `repvit-convert config explain KEY` prints them.",
        example: "march: bayes_e")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for schema in Schema.keys where !schema.values.isEmpty && schema.key != .inputSource {
            guard let setting = context.file[schema.key] else { continue }
            if schema.key == .debugMode, let mapping = setting.value.mapping {
                if !mapping.entries.isEmpty { report.add(.mapping(schema), at: setting.mark) }
                continue
            }
            guard let text = setting.text else { continue }
            if schema.key == .debugMode, text.isEmpty { continue }
            // `list-separator` reports commas.
            if ListSeparatorRule.usesCommas(setting) { continue }
            let values = schema.isPerInput ? VendorText.list(text) : [text]
            for value in values where !accepts(value, schema) {
                report.add(.value(value, schema).repaired(by: repair(value, setting, values.count)), at: setting.mark)
            }
        }
    }

    /// The only value that differs by case and punctuation alone, for a list of one.
    private static func repair(_ value: String?, _ setting: ConfigFile.Setting, _ count: Int) -> Repair? {
        guard count == 1, let value else { return nil }
        let letters = plain(value)
        let meant = setting.schema.values.filter { plain($0) == letters }
        return meant.count == 1 && !letters.isEmpty ? .set(setting.schema.key, YAMLWriter.quoted(meant[0])) : nil
    }

    private static func plain(_ value: String) -> String {
        value.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private static func accepts(_ value: String?, _ schema: KeySchema) -> Bool {
        guard let value else { return false }
        return schema.values.contains(value) || schema.unusualValues.contains(value)
    }
}

extension LintMessage {
    fileprivate static func mapping(_ schema: KeySchema) -> Self {
        Self(
            "\(schema.key.rawValue) must not be a mapping",
            fix: "use \(schema.values.joined(separator: " or ")), or remove it")
    }

    fileprivate static func value(_ value: String?, _ schema: KeySchema) -> Self {
        let all = schema.values.joined(separator: ", ")
        guard let value, !value.isEmpty else {
            return Self("\(schema.key.rawValue) is empty", fix: "use one of \(all)")
        }
        let meant =
            schema.values.first { $0.lowercased() == value.lowercased() }
            ?? NearestName.find(value, in: schema.values)
        return Self(
            "invalid \(schema.key.rawValue) '\(value)': expected one of \(all)",
            fix: meant.map { "set \(schema.key.rawValue): \($0)" } ?? "use one of them")
    }
}

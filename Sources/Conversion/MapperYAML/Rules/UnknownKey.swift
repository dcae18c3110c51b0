internal import Diagnostics
internal import YAML

/// Sections and keys that hb_mapper does not know; it stops at them.
enum UnknownKey: Rule {
    static let description = RuleDescription("unknown-key", .error, "Every section and key is one that hb_mapper knows")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for entry in context.file.document.root.mapping?.entries ?? [] {
            guard let name = entry.key.string, let section = Section(rawValue: name) else {
                let message = LintMessage.unknownSection(VendorText.string(entry.key))
                report.add(rename(entry.key, message, in: context.file.document.root), at: entry.key.start)
                continue
            }
            for setting in entry.value.mapping?.entries ?? [] {
                let name = setting.key.string ?? ""
                if let key = Key(rawValue: name), let schema = Schema.schema(of: key) {
                    if schema.section != section {
                        report.add(.wrongSection(name, section, belongsTo: schema.section), at: setting.key.start)
                    }
                } else {
                    let message = LintMessage.unknownKey(VendorText.string(setting.key), section)
                    report.add(rename(setting.key, message, in: entry.value), at: setting.key.start)
                }
            }
        }
    }

    /// The message with the renaming that its fix names, unless a key of that name is there.
    private static func rename(_ key: Node, _ message: LintMessage, in mapping: Node) -> LintMessage {
        guard let fix = message.fix, fix.hasPrefix("write '"), fix.hasSuffix("'") else { return message }
        let name = String(fix.dropFirst("write '".count).dropLast())
        guard mapping.mapping?[name] == nil else { return message }
        return message.repaired(by: .rename(key.start, name))
    }
}

extension LintMessage {
    fileprivate static func unknownSection(_ name: String) -> Self {
        let sections = Section.allCases.map(\.rawValue)
        let fix =
            if let key = Key(rawValue: name), let schema = Schema.schema(of: key) {
                "move it into '\(schema.section.rawValue)'"
            } else if let meant = NearestName.find(name, in: sections) {
                "write '\(meant)'"
            } else {
                "take it out; the sections are \(sections.joined(separator: ", "))"
            }
        return Self("there is no section '\(name)'", fix: fix)
    }

    fileprivate static func wrongSection(_ name: String, _ section: Section, belongsTo right: Section) -> Self {
        Self("'\(name)' does not belong into '\(section.rawValue)'", fix: "move it into '\(right.rawValue)'")
    }

    fileprivate static func unknownKey(_ name: String, _ section: Section) -> Self {
        let own = NearestName.find(name, in: Schema.keys(of: section).map(\.key.rawValue))
        let meant = own ?? NearestName.find(name, in: Key.allCases.map(\.rawValue))
        return Self(
            "'\(section.rawValue)' has no key '\(name)'",
            fix: meant.map { "write '\($0)'" } ?? "take it out")
    }
}

internal import Diagnostics
internal import YAML

/// Sections and keys exist; hb_mapper stops at unknown ones.
enum UnknownKeyRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "unknown-key",
        summary: "every section and key exists",
        reason: "hb_mapper stops at unknown names.",
        fix: "Correct the name; docs/mapper-yaml.md lists every key.",
        example: "mach: bayes-e")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let root = context.file.document.root
        for entry in root.mapping?.entries ?? [] {
            guard let name = entry.key.string, let section = Section(rawValue: name) else {
                report.add(unknownSection(entry.key, in: root), at: entry.key.start)
                continue
            }
            for setting in entry.value.mapping?.entries ?? [] {
                guard let name = setting.key.string, let key = Key(rawValue: name),
                    let schema = Schema.schema(of: key)
                else {
                    report.add(unknownKey(setting.key, section, in: entry.value), at: setting.key.start)
                    continue
                }
                if schema.section != section {
                    report.add(.wrongSection(name, section, belongsTo: schema.section), at: setting.key.start)
                }
            }
        }
    }

    private static func unknownSection(_ key: Node, in root: Node) -> LintMessage {
        let name = VendorText.string(key)
        let message = LintMessage("unknown section '\(name)'")
        if let schema = Key(rawValue: name).flatMap(Schema.schema) {
            return message.fixed("move it into '\(schema.section.rawValue)'")
        }
        let sections = Section.allCases.map(\.rawValue)
        guard let meant = NearestName.find(name, in: sections) else {
            return message.fixed("remove it; the sections are \(sections.joined(separator: ", "))")
        }
        return message.renaming(key, to: meant, in: root)
    }

    private static func unknownKey(_ key: Node, _ section: Section, in mapping: Node) -> LintMessage {
        let name = VendorText.string(key)
        let message = LintMessage("unknown key '\(name)' in '\(section.rawValue)'")
        let meant =
            NearestName.find(name, in: Schema.keys(of: section).map(\.key.rawValue))
            ?? NearestName.find(name, in: Key.allCases.map(\.rawValue))
        return meant.map { message.renaming(key, to: $0, in: mapping) } ?? message.fixed("remove it")
    }
}

extension LintMessage {
    fileprivate static func wrongSection(_ name: String, _ section: Section, belongsTo right: Section) -> Self {
        Self("'\(name)' does not belong in '\(section.rawValue)'", fix: "move it into '\(right.rawValue)'")
    }

    fileprivate func fixed(_ fix: String) -> Self { Self(text, fix: fix) }

    /// With the renaming as its fix; it is a repair unless the mapping has a key of that name.
    fileprivate func renaming(_ key: Node, to name: String, in mapping: Node) -> Self {
        let isTaken = mapping.mapping?[name] != nil
        return Self(text, fix: "rename it to '\(name)'", repair: isTaken ? nil : .rename(key.start, name))
    }
}

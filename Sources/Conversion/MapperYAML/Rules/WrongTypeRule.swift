internal import Diagnostics
internal import YAML

/// Values have the YAML type that the key requires.
enum WrongTypeRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "wrong-type",
        summary: "values have the YAML type that the key requires",
        reason: """
            hb_mapper checks types strictly: '1' in quotes is not an integer, and 900 without quotes is not a string.
            """,
        fix: "Add or remove the quotes.",
        example: "debug: 'false'")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        guard let root = file.document.root.mapping else {
            report.add(.root(file.document.root), at: file.document.root.start)
            return
        }
        for entry in root.entries {
            guard let name = entry.key.string, Section(rawValue: name) != nil, entry.value.mapping == nil else {
                continue
            }
            report.add(.section(name, entry.value), at: entry.key.start)
        }
        for schema in Schema.keys {
            guard let setting = file[schema.key], !schema.type.accepts(setting.value) else { continue }
            report.add(.type(setting).repaired(by: repair(setting)), at: setting.mark)
        }
    }

    /// Adds or removes quotes.
    private static func repair(_ setting: ConfigFile.Setting) -> Repair? {
        guard let scalar = setting.value.scalar, scalar.value != .null else { return nil }
        let (key, text) = (setting.schema.key, scalar.text)
        switch setting.schema.type {
        case .text, .nonEmptyText, .textOrMapping:
            return setting.value.string == nil ? .set(key, YAMLWriter.quoted(text)) : nil
        case .boolean:
            guard scalar.value == .string, case .boolean(let value)? = YAMLWriter.value(ofPlain: text) else {
                return nil
            }
            return .set(key, String(value))
        case .integer: return scalar.value == .string ? PythonNumber.int(text).map { .set(key, String($0)) } : nil
        case .anyText, .number: return nil
        }
    }
}

extension LintMessage {
    fileprivate static func root(_ node: Node) -> Self {
        Self(
            "the file is \(kind(node)), expected sections",
            fix: "start from `repvit-convert config generate`, which writes a complete file")
    }

    fileprivate static func section(_ name: String, _ node: Node) -> Self {
        Self(
            "section '\(name)' is \(kind(node)), expected keys",
            fix: "indent its keys below it, or remove the section")
    }

    fileprivate static func type(_ setting: ConfigFile.Setting) -> Self {
        let (key, value, type) = (setting.schema.key.rawValue, setting.value, setting.schema.type)
        let shown = value.scalar.map { $0.text.isEmpty ? "" : " '\($0.text.prefix(60))'" } ?? ""
        let fix: String?
        switch (type, value.scalar?.value) {
        case (_, .null?):
            fix = "set a value, or remove the key"
        case (.text, .some), (.nonEmptyText, .some), (.textOrMapping, .some):
            fix = value.string == nil ? "add quotes: \(key): '\(value.scalar?.text ?? "")'" : "set a value"
        case (.boolean, .some):
            fix = "use true or false, without quotes"
        case (.integer, .string?):
            fix = PythonNumber.int(value.scalar?.text ?? "").map { "use \($0), without quotes" } ?? "use an integer"
        default: fix = "use \(type.phrase)"
        }
        return Self("'\(key)' must be \(type.phrase), but is \(kind(value))\(shown)", fix: fix)
    }

    private static func kind(_ node: Node) -> String {
        switch node.content {
        case .scalar(let scalar): scalar.value == .string && scalar.text.isEmpty ? "an empty string" : scalar.value.kind
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

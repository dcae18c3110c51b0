internal import Diagnostics
internal import YAML

/// Values whose YAML type hb_mapper does not take, such as a number where it wants a string.
enum WrongType: Rule {
    static let description = RuleDescription("wrong-type", .error, "Every value has the YAML type that hb_mapper wants")

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
            guard let setting = file[schema.key], !accepts(setting.value, schema.type) else { continue }
            report.add(.type(setting).repaired(by: repair(setting)), at: setting.mark)
        }
    }

    /// Quotes where they are missing, or none where they are too much.
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

    static func accepts(_ node: Node, _ type: KeySchema.ValueType) -> Bool {
        switch type {
        case .anyText: return true
        case .text: return node.string != nil
        case .nonEmptyText: return node.string?.isEmpty == false
        case .textOrMapping: return node.string != nil || node.mapping != nil
        case .boolean:
            if case .boolean? = node.scalar?.value { return true }
            return false
        case .integer:
            switch node.scalar?.value {
            case .integer, .bigInteger: return true
            default: return false
            }
        case .number:
            switch node.scalar?.value {
            case .integer, .bigInteger, .float, .boolean: return true
            case .string: return PythonNumber.float(node.scalar?.text ?? "") != nil
            default: return false
            }
        }
    }
}

extension LintMessage {
    fileprivate static func root(_ node: Node) -> Self {
        Self(
            "the file holds \(kind(node)) instead of sections",
            fix: "start from `config generate`, which writes a whole file")
    }

    fileprivate static func section(_ name: String, _ node: Node) -> Self {
        Self(
            "the section '\(name)' holds \(kind(node)) instead of keys",
            fix: "indent its keys below it, or take the section out")
    }

    fileprivate static func type(_ setting: ConfigFile.Setting) -> Self {
        let (key, value, type) = (setting.schema.key.rawValue, setting.value, setting.schema.type)
        let shown = value.scalar.map { $0.text.isEmpty ? "" : " '\($0.text.prefix(60))'" } ?? ""
        let fix: String?
        switch (type, value.scalar?.value) {
        case (_, .null?):
            fix = "give it a value or take the line out"
        case (.text, .some), (.nonEmptyText, .some), (.textOrMapping, .some):
            fix = value.string == nil ? "quote it: \(key): '\(value.scalar?.text ?? "")'" : "give it a value"
        case (.boolean, .some):
            fix = "write true or false, without quotes"
        case (.integer, .string?):
            fix = PythonNumber.int(value.scalar?.text ?? "").map { "write \($0), without quotes" } ?? "write an integer"
        default: fix = "write \(type.phrase)"
        }
        return Self("'\(key)' wants \(type.phrase), and this is \(kind(value))\(shown)", fix: fix)
    }

    private static func kind(_ node: Node) -> String {
        switch node.content {
        case .scalar(let scalar): scalar.value == .string && scalar.text.isEmpty ? "an empty string" : scalar.value.kind
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

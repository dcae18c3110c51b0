internal import Diagnostics
internal import YAML

/// Lists are separated by `;`, not by commas.
enum ListSeparatorRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "list-separator",
        summary: "list values are separated by ';'",
        reason: "hb_mapper splits at semicolons only: a comma becomes part of the value.",
        fix: "Replace ',' with ';'.",
        example: "input_type_rt: nv12, gray")

    /// Lists of names: a comma becomes part of the name, and the node is not found.
    private static let nameLists: [Key] = [
        .outputNodes, .removeNodeType, .removeNodeName, .runOnCPU, .runOnBPU, .optimization, .opRegisterFiles,
    ]

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for schema in Schema.keys where schema.isPerInput {
            guard let setting = context.file[schema.key], usesCommas(setting) else { continue }
            report.add(.commas(setting), at: setting.mark)
        }
        for key in nameLists {
            guard let setting = context.file[key], setting.list?.contains(where: { $0?.contains(",") == true }) == true
            else { continue }
            report.add(.commas(setting), at: setting.mark, severity: .warning)
        }
    }

    /// Whether a list of fixed values would be valid with `;` in place of its commas.
    static func usesCommas(_ setting: ConfigFile.Setting) -> Bool {
        let schema = setting.schema
        guard schema.isPerInput, !schema.values.isEmpty, let text = setting.text, text.utf8.contains(0x2C) else {
            return false
        }
        return text.split(whereSeparator: { $0 == "," || $0 == ";" }).allSatisfy { part in
            let value = PythonNumber.strip(part)
            return schema.values.contains(value) || schema.unusualValues.contains(value)
        }
    }
}

extension LintMessage {
    fileprivate static func commas(_ setting: ConfigFile.Setting) -> Self {
        let key = setting.schema.key
        let right = (setting.text ?? "").replacing(",", with: ";")
        return Self(
            "values of '\(key.rawValue)' must be separated by ';', not ','", fix: "replace ',' with ';'",
            repair: .set(key, YAMLWriter.quoted(right)))
    }
}

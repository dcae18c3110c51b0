internal import Diagnostics
internal import YAML

/// Commas in lists that hb_mapper parts at `;` only.
enum ListSeparator: Rule {
    static let description = RuleDescription(
        "list-separator", .error, "Values for several inputs or nodes are parted by ';', not by commas")

    /// Lists of names, where the parser takes a comma as part of the name and the node is then not found.
    private static let nameLists: [Key] = [
        .outputNodes, .removeNodeType, .removeNodeName, .runOnCPU, .runOnBPU, .optimization, .opRegisterFiles,
    ]

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for schema in Schema.keys where schema.isPerInput {
            guard let setting = context.file[schema.key], isPartedByCommas(setting) else { continue }
            report.add(.commas(setting), at: setting.mark)
        }
        for key in nameLists {
            guard let setting = context.file[key], setting.list?.contains(where: { $0?.contains(",") == true }) == true
            else { continue }
            report.add(.commas(setting), at: setting.mark, severity: .warning)
        }
    }

    /// Whether a list of fixed values would be right with `;` for its commas.
    static func isPartedByCommas(_ setting: ConfigFile.Setting) -> Bool {
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
            "'\(key.rawValue)' is parted by commas, and hb_mapper parts at ';' only", fix: "write ';' for each ','",
            repair: .set(key, YAMLWriter.quoted(right)))
    }
}

internal import Diagnostics
internal import YAML

/// Keys that hb_mapper still accepts and has announced to remove, and values that it does not document.
enum DeprecatedKeyRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "deprecated-key", .warning,
        summary: "no key or value is deprecated or undocumented",
        reason: "Later toolchains may reject it.",
        fix: "Remove the key, or use a documented value.",
        example: "log_level: debug")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for schema in Schema.keys where schema.isDeprecated {
            guard let setting = context.file[schema.key] else { continue }
            // Off is as good as absent; `debug-on` reports layer_out_dump.
            if schema.key == .layerOutDump || (schema.key == .preprocessOn && context.file.boolean(schema.key) == false)
            {
                continue
            }
            // It has no effect, so removing it is safe.
            let repair: Repair? = schema.key == .logLevel ? .remove(setting.keyNode.start) : nil
            report.add(.deprecated(schema).repaired(by: repair), at: setting.keyNode.start)
        }
        for schema in Schema.keys where !schema.unusualValues.isEmpty {
            guard let setting = context.file[schema.key], let list = setting.list else { continue }
            for value in list.compactMap(\.self) where schema.unusualValues.contains(value) {
                report.add(.unusual(schema, value), at: setting.mark)
            }
        }
    }
}

extension LintMessage {
    fileprivate static func deprecated(_ schema: KeySchema) -> Self {
        Self("\(schema.key.rawValue) is deprecated", fix: "remove it")
    }

    fileprivate static func unusual(_ schema: KeySchema, _ value: String) -> Self {
        Self(
            "undocumented \(schema.key.rawValue) '\(value)'",
            fix: "use one of \(schema.values.joined(separator: ", "))")
    }
}

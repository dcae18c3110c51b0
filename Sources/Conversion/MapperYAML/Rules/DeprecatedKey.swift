internal import Diagnostics
internal import YAML

/// Keys that hb_mapper still takes and says will go.
enum DeprecatedKey: Rule {
    static let description = RuleDescription("deprecated-key", .warning, "No key is one that hb_mapper is giving up")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for schema in Schema.keys where schema.isDeprecated {
            guard let setting = context.file[schema.key] else { continue }
            // Off is as good as not there; what is on says so itself.
            if schema.key == .layerOutDump || (schema.key == .preprocessOn && context.file.boolean(schema.key) == false)
            {
                continue
            }
            // What has no effect can go.
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
        Self("'\(schema.key.rawValue)' is deprecated", fix: "take the line out. \(schema.summary)")
    }

    fileprivate static func unusual(_ schema: KeySchema, _ value: String) -> Self {
        Self(
            "'\(schema.key.rawValue)' is '\(value)', which the parser takes and hb_mapper does not document",
            fix: "write one of \(schema.values.joined(separator: ", "))")
    }
}

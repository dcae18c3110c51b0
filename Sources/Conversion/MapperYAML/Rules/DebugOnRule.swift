internal import Diagnostics
internal import YAML

/// Debugging options that were left on.
enum DebugOnRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "debug-on", .warning,
        summary: "no debugging option is on",
        reason: """
            debug keeps per-layer data in the compiled model, layer_out_dump writes every output, debug_mode dumps the \
            calibration data: larger files and slower builds.
            """,
        fix: "Set the option to false, or remove it.",
        example: "debug: true")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        for key in [Key.debug, .layerOutDump] where file.boolean(key) == true {
            guard let setting = file[key] else { continue }
            report.add(.on(key), at: setting.mark)
        }
        if file[.debug] == nil, file.section(.compiler)?.value.mapping != nil {
            report.add(.defaultOn, at: file.mark(of: .compiler), severity: .note)
        }
        if let setting = file[.debugMode], let text = setting.text, setting.schema.values.contains(text) {
            report.add(.dump, at: setting.mark)
        }
    }
}

extension LintMessage {
    fileprivate static func on(_ key: Key) -> Self {
        Self(
            "\(key.rawValue) is on, which is for debugging", fix: "set \(key.rawValue): false",
            repair: .set(key, "false"))
    }

    fileprivate static var defaultOn: Self {
        Self(
            "debug is missing and defaults to true", fix: "add debug: false to compiler_parameters",
            repair: .set(.debug, "false"))
    }

    fileprivate static var dump: Self {
        Self("debug_mode dumps all calibration data", fix: "remove it unless you need the data")
    }
}

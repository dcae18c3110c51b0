internal import Diagnostics
internal import YAML

/// What is for debugging and was left on.
enum DebugOn: Rule {
    static let description = RuleDescription("debug-on", .warning, "Nothing that is for debugging is left on")

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
            "'\(key.rawValue)' is on, which is for debugging", fix: "write '\(key.rawValue): false'",
            repair: .set(key, "false"))
    }

    fileprivate static var defaultOn: Self {
        Self(
            "'debug' is missing, and the default is true", fix: "add 'debug: false' to 'compiler_parameters'",
            repair: .set(.debug, "false"))
    }

    fileprivate static var dump: Self {
        Self("'debug_mode' also writes all calibration data", fix: "take the line out unless you need it")
    }
}

import ArgumentParser
import ConversionPipeline
import Diagnostics
import MapperConfig
import Reporting

/// `config lint`: finds what the toolchain would reject in mapper YAMLs, and what would cost speed or accuracy.
struct ConfigLint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Finds mistakes in mapper YAMLs.",
        discussion: """
            Errors are what hb_mapper would reject; warnings are what it takes and you would regret.
            Exits with 1 if there are errors, with --strict also if there are warnings.

            Example:

              repvit-convert config lint yaml/*.yaml --format github
            """
    )

    @Argument(help: "The YAML files.")
    var files: [String]

    @OptionGroup var output: FindingOptions

    @Flag(help: "Fail on warnings too.")
    var strict = false

    func run() throws {
        let results = try Linter(model: ModelInputs.read).lint(files)
        let findings = results.flatMap(\.findings)
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(LintReport(results)))
        case .text, .github, .sarif: Terminal.output(output.renderer.render(findings))
        }
        if output.format == .text { Terminal.note(summary(findings)) }
        let worst: Severity = strict ? .warning : .error
        if findings.contains(where: { $0.severity >= worst }) { throw ExitCode(1) }
    }

    private func summary(_ findings: [Finding]) -> String {
        let errors = findings.count { $0.severity == .error }
        let warnings = findings.count { $0.severity == .warning }
        func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
        return "\(counted(files.count, "file")): \(counted(errors, "error")), \(counted(warnings, "warning"))"
    }
}

/// `{"schema_version":1,"files":[{"path","findings":[{"rule","severity","message","line","column","fix"}]}]}`;
/// what is not known is `null`.
private struct LintReport: Encodable {
    struct File: Encodable {
        var path: String
        var findings: [Record]
    }

    struct Record: Encodable {
        var rule: String
        var severity: Severity
        var message: String
        var line: Int?
        var column: Int?
        var fix: String?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(rule, forKey: .rule)
            try container.encode(severity, forKey: .severity)
            try container.encode(message, forKey: .message)
            try container.encode(line, forKey: .line)
            try container.encode(column, forKey: .column)
            try container.encode(fix, forKey: .fix)
        }

        enum CodingKeys: CodingKey {
            case rule, severity, message, line, column, fix
        }
    }

    var schemaVersion = 1
    var files: [File]

    init(_ results: [Linter.Result]) {
        files = results.map { result in
            File(
                path: result.path,
                findings: result.findings.map { finding in
                    Record(
                        rule: finding.rule, severity: finding.severity, message: finding.message,
                        line: finding.location?.line, column: finding.location?.column, fix: finding.fix)
                })
        }
    }
}

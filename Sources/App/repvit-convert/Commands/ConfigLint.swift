import ArgumentParser
import ConversionPipeline
import Diagnostics
import MapperYAML
import Reporting
import Support

/// `config lint`: finds what the toolchain would reject in mapper YAMLs, and what would cost speed or accuracy.
struct ConfigLint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Finds mistakes in mapper YAMLs.",
        discussion: """
            Errors are what hb_mapper would reject; warnings are what it takes and you would regret; notes are style.
            Exits with 1 if there are errors, with --strict also if there are warnings.

            Rules are switched off with --disable, or by comments: `# repvit-lint: disable=RULE` at the end of a line
            for that line, on a line of its own for the next one; `# repvit-lint: disable-file=RULE` for the file.

            Example:

              repvit-convert config lint yaml/*.yaml --format github
              repvit-convert config lint --fix config.yaml
            """
    )

    @Argument(help: "The YAML files.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @OptionGroup var output: FindingOptions

    @Flag(help: "Fail on warnings too.")
    var strict = false

    @Flag(help: "Mend in place what can be mended safely, then lint.")
    var fix = false

    @Option(help: "A rule to switch off; may be given several times.")
    var disable: [String] = []

    @Option(help: "A file of findings that are known, which are left out.", completion: .file())
    var baseline: String?

    @Option(help: "Write the findings to a baseline, and succeed.", completion: .file())
    var writeBaseline: String?

    func validate() throws {
        let rules = Set(Linter.rules.map(\.id))
        for rule in disable where !rules.contains(rule) {
            throw ValidationError("there is no rule '\(rule)'; `config rules` lists them")
        }
    }

    func run() throws {
        var linter = Linter(model: ModelInputs.read)
        linter.disabled = Set(disable)
        if fix { try mend(with: linter) }
        var results = linter.lint(files)
        if let writeBaseline {
            try LintBaseline(results, path: writeBaseline).write(to: writeBaseline)
            return Terminal.note("wrote \(results.reduce(0) { $0 + $1.findings.count }) findings to \(writeBaseline)")
        }
        if let baseline { results = try LintBaseline(contentsOf: baseline).filtering(results) }
        report(results)
        let findings = results.flatMap(\.findings)
        if results.contains(where: { $0.failure != nil }) { throw ExitCode(ExitStatus.failure.rawValue) }
        let worst: Severity = strict ? .warning : .error
        if findings.contains(where: { $0.severity >= worst }) { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private func mend(with linter: Linter) throws {
        for path in files {
            // What cannot be read says so when it is linted.
            guard let fixed = try? linter.fixed(path), let bytes = fixed.bytes else { continue }
            try AtomicFile.write(bytes, to: Path.resolvingLinks(path))
            let rules = Set(fixed.mended.map(\.rule)).sorted().joined(separator: ", ")
            Terminal.note("\(path): mended \(fixed.mended.count) (\(rules))")
        }
    }

    private func report(_ results: [Linter.Result]) {
        let findings = results.flatMap(\.findings)
        switch output.format {
        case .json: Terminal.output(LintReport(results).json)
        case .text, .github, .sarif: Terminal.output(output.renderer.render(findings))
        }
        for result in results {
            if let failure = result.failure { Terminal.report(failure) }
        }
        if output.format == .text { Terminal.note(summary(findings)) }
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

    var json: String {
        guard let text = try? JSONReport.encode(self) else { preconditionFailure("findings of plain text encode") }
        return text
    }

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

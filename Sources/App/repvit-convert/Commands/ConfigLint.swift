import ArgumentParser
import ConversionPipeline
import Diagnostics
import MapperYAML
import Reporting
import Support

/// `config lint`: finds what the toolchain rejects in mapper YAMLs, and what costs speed or accuracy.
struct ConfigLint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find mistakes in mapper YAMLs.",
        discussion: """
            Errors are what hb_mapper rejects, warnings what it accepts at the cost of speed or accuracy, notes are style. Exits with 1 if there are errors, with --strict also if there are warnings.

            Comments disable rules too: `# repvit-lint: disable=RULE` at the end of a line for that line, on its own line for the next; `# repvit-lint: disable-file=RULE` for the file.

            Example:

              repvit-convert config lint yaml/*.yaml --format github
              repvit-convert config lint --fix config.yaml
            """
    )

    @Argument(help: "The YAML files.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    @OptionGroup var options: FindingOptions

    @Flag(help: "Fail on warnings too.")
    var strict = false

    @Flag(help: "Fix in place what can be fixed safely, then lint.")
    var fix = false

    func validate() throws {
        try options.validate(Linter.rules, inputs: files, named: "files")
    }

    func run() throws {
        if let listing = try options.listing(Linter.rules) { return Terminal.output(listing) }
        try options.checkBaseline(inputs: files)
        var linter = Linter(ConfigSources.all)
        linter.disabled = Set(options.disable)
        if fix { try repair(with: linter) }
        var results = linter.lint(files)
        guard let findings = try options.selected(results.map(\.findings), of: Linter.rules) else { return }
        for index in results.indices { results[index].findings = findings[index] }

        let report = ConfigLintReport(results)
        switch options.format {
        case .json: Terminal.output(try report.json())
        case .text, .github, .sarif: Terminal.output(options.renderer(Linter.rules).render(report.findings))
        }
        for failure in report.failures { Terminal.report(failure) }
        if options.format == .text, let summary = report.summary { Terminal.note(summary) }
        if !report.failures.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
        if let worst = report.findings.worstSeverity, worst >= (strict ? .warning : .error) {
            throw ExitCode(ExitStatus.findings.rawValue)
        }
    }

    private func repair(with linter: Linter) throws {
        for path in files {
            // Linting reports a file that cannot be read.
            guard let fixed = try? linter.fixed(path), let bytes = fixed.bytes else { continue }
            try AtomicFile.write(bytes, to: Path.resolvingLinks(path))
            let rules = Set(fixed.repaired.map(\.rule)).sorted().joined(separator: ", ")
            Terminal.note("\(path): fixed \(fixed.repaired.count) (\(rules))")
        }
    }
}

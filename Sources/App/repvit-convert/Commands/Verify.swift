import ArgumentParser
import Diagnostics
import InputContract
import ModelChecks
import Reporting

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that a model is sound, and that the BPU will take it.",
        discussion: """
            First what the ONNX standard asks for, with the same verdict as onnx.checker with its full check; then what
            hb_mapper and the BPU do: opset 10 or 11, a batch of 1, operators within the BPU's limits, and forms that the
            compiler makes fast code of. --march none leaves it at the standard. Ends with 1 if there are errors, with
            2 if a file cannot be read; the other files are checked all the same.

              repvit-convert verify model.onnx
              repvit-convert verify *.onnx --march none --format sarif
              repvit-convert verify --explain topological-order
            """)

    @Argument(help: "ONNX files.", completion: .file(extensions: ["onnx"]))
    var models: [String] = []

    @Option(help: "The processor: bayes-e is the RDK X5, bernoulli2 the RDK X3.")
    var march: March = .bayesE

    @Flag(help: "List what is looked for, and stop.")
    var listRules = false

    @Option(help: ArgumentHelp("Say what a rule means and how to mend what breaks it, and stop.", valueName: "rule"))
    var explain: String?

    @OptionGroup var output: FindingOptions

    func validate() throws {
        if let explain, GraphChecker.rule(explain) == nil {
            throw ValidationError("There is no rule '\(explain)'; --list-rules shows all.")
        }
        if models.isEmpty && !listRules && explain == nil {
            throw ValidationError("Missing expected argument '<models> ...'")
        }
    }

    func run() throws {
        if listRules || explain != nil {
            let rules = explain.map { id in GraphChecker.rules.filter { $0.id == id } } ?? GraphChecker.rules
            Terminal.output(try RuleText(format: output.format, isWhole: explain != nil).render(rules))
            return
        }
        let result = ModelVerification.run(models, march: march)
        for error in result.failures { Terminal.report(error) }
        // Text has them on standard error already.
        let findings = output.format == .text ? result.findings : result.findings + result.failures.map(\.finding)
        Terminal.output(output.renderer.render(findings))
        if !result.failures.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
        if result.findings.containErrors { throw ExitCode(ExitStatus.findings.rawValue) }
        if output.format == .text {
            let count = findings.count
            Terminal.note(
                "\(models.joined(separator: ", ")): sound" + (count > 0 ? ", with \(count) warning(s) or note(s)" : ""))
        }
    }
}

/// Rules as `--list-rules` and `--explain` print them.
private struct RuleText {
    var format: FindingRenderer.Format
    /// Everything about each, not just a line.
    var isWhole: Bool

    func render(_ rules: [CheckRule]) throws -> String {
        switch format {
        case .json: return try JSONReport.encode(RuleReport(rules: rules.map(RuleReport.Rule.init)))
        case .text, .github, .sarif: break
        }
        if isWhole { return rules.map(Self.whole).joined(separator: "\n") }
        var table = Table(.left("rule"), .left("severity"), .left("asked for by"), .left("what it makes sure of"))
        for rule in rules { table.append(rule.id, rule.severity.rawValue, rule.origin.rawValue, rule.summary) }
        return table.render() + "\n"
    }

    private static func whole(_ rule: CheckRule) -> String {
        let origin = rule.origin == .standard ? "the ONNX standard" : "hb_mapper and the BPU"
        return """
            \(rule.id): \(rule.severity.rawValue), asked for by \(origin)

            \(wrapped("It makes sure that \(rule.summary)."))

            \(wrapped("Why: \(rule.reason)"))

            \(wrapped("Fix: \(rule.fix)"))

            \(wrapped("Example: \(rule.example)"))

            """
    }

    /// Lines of at most 100 characters.
    private static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count >= 100 {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return (lines + [line]).joined(separator: "\n")
    }
}

/// What `--list-rules` and `--explain` print as JSON.
private struct RuleReport: Encodable {
    struct Rule: Encodable {
        var rule: String
        var severity: Severity
        var origin: String
        var summary: String
        var reason: String
        var fix: String
        var example: String

        init(_ rule: CheckRule) {
            self.rule = rule.id
            severity = rule.severity
            origin = rule.origin.rawValue
            summary = rule.summary
            reason = rule.reason
            fix = rule.fix
            example = rule.example
        }
    }

    var schemaVersion = 1
    var rules: [Rule]
}

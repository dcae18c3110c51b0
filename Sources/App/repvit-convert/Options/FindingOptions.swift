import ArgumentParser
import ConversionPipeline
package import Diagnostics
import Reporting

/// The options of commands whose result is findings: format, rules, baseline.
struct FindingOptions: ParsableArguments {
    @Option(help: "How to print the findings.")
    var format: FindingRenderer.Format = .text

    @Option(help: ArgumentHelp("Disable a rule; may be repeated.", valueName: "rule"))
    var disable: [String] = []

    @Option(help: ArgumentHelp("Leave out the known findings in this file.", valueName: "file"), completion: .file())
    var baseline: String?

    @Option(
        help: ArgumentHelp("Write the findings to a baseline file, and exit with 0.", valueName: "file"),
        completion: .file())
    var writeBaseline: String?

    @Flag(help: "List the rules and exit.")
    var listRules = false

    @Option(help: ArgumentHelp("Explain a rule and exit.", valueName: "rule"))
    var explain: String?

    /// Refuses unknown rules, and a run without inputs that is not about rules.
    func validate(_ rules: RuleSet, inputs: [String], named name: String) throws {
        for id in disable + [explain].compactMap(\.self) where rules[id] == nil {
            throw ValidationError("unknown rule '\(id)'; --list-rules lists all rules")
        }
        if inputs.isEmpty, !listRules, explain == nil {
            throw ValidationError("Missing expected argument '<\(name)> ...'")
        }
    }

    /// What `--list-rules` or `--explain` asks for; `nil` without them.
    func listing(_ rules: RuleSet) throws -> String? {
        guard listRules || explain != nil else { return nil }
        let listing = RuleListing(explain.map { id in rules.descriptors.filter { $0.id == id } } ?? rules.descriptors)
        if format == .json { return try listing.json() }
        return explain == nil ? listing.list : listing.explanation
    }

    /// Refuses a baseline that would overwrite an input or any file but a baseline. Called before any work.
    func checkBaseline(inputs: [String]) throws {
        if let writeBaseline { try Baseline.checkWritable(writeBaseline, inputs: inputs) }
    }

    /// The findings of enabled rules that are not in the baseline, group by group. With `--write-baseline`, writes the
    /// baseline instead and returns `nil`.
    func selected(_ groups: [[Finding]], of rules: RuleSet) throws -> [[Finding]]? {
        var rules = rules
        rules.disabled = Set(disable)
        let enabled = groups.map(rules.enabled)
        if let writeBaseline {
            let findings = enabled.flatMap(\.self)
            try Baseline(findings, path: writeBaseline).write(to: writeBaseline)
            Terminal.note("wrote \(findings.count) finding\(findings.count == 1 ? "" : "s") to \(writeBaseline)")
            return nil
        }
        guard var known = try baseline.map({ try Baseline(contentsOf: $0) }) else { return enabled }
        return enabled.map { known.removeKnown(from: $0) }
    }

    func renderer(_ rules: RuleSet) -> FindingRenderer {
        FindingRenderer(format, rules: rules, toolVersion: ToolVersion.current)
    }
}

extension FindingRenderer.Format: ExpressibleByArgument {}

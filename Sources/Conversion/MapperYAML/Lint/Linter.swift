package import Diagnostics
package import Support
internal import YAML

/// Finds what hb_mapper rejects in mapper YAMLs, and what it accepts at the cost of speed or accuracy.
package struct Linter: Sendable {
    /// The findings in one file.
    package struct Result: Sendable {
        package var path: String
        /// In the order of the file.
        package var findings: [Finding]
        /// Why the file could not be read.
        package var failure: FileError?
    }

    /// Ids of rules that are not checked.
    package var disabled: Set<String> = []

    let sources: LintSources

    package init(_ sources: LintSources = LintSources()) {
        self.sources = sources
    }

    // MARK: Linting

    /// Checks files, each alone and all together.
    ///
    /// A file that is not YAML is a finding; one that cannot be read has a failure in its result.
    package func lint(_ paths: [String]) -> [Result] {
        let surroundings = Surroundings(sources)
        var files: [(result: Int, file: ConfigFile, suppressions: Suppressions)] = []
        var results: [Result] = []
        for path in paths {
            var result = Result(path: path, findings: [])
            do {
                let document = try YAMLDocument(contentsOf: path, limits: ConfigFile.limits)
                let file = ConfigFile(document)
                files.append((results.count, file, Suppressions(document)))
                result.findings = check(file, surroundings).map(\.finding)
            } catch {
                if case .file(let error) = error {
                    result.failure = error
                } else {
                    result.findings =
                        disabled.contains(YAMLSyntaxRule.descriptor.id) ? [] : [YAMLSyntaxRule.finding(error)]
                }
            }
            results.append(result)
        }
        if !disabled.contains(SharedOutputRule.descriptor.id) {
            for (index, finding) in SharedOutputRule.check(files.map(\.file))
            where !files[index].suppressions.cover(finding) {
                results[files[index].result].findings.append(finding)
            }
        }
        for index in results.indices { results[index].findings = Self.sorted(results[index].findings) { $0 } }
        return results
    }

    /// Checks a text as if it were the file at `path`.
    package func lint(text: String, path: String) -> [Finding] {
        lint(bytes: Array(text.utf8), path: path)
    }

    /// Checks bytes as if they were the file at `path`.
    package func lint(bytes: [UInt8], path: String) -> [Finding] {
        do {
            let document = try YAMLDocument(bytes: bytes, path: path, limits: ConfigFile.limits)
            return check(ConfigFile(document), Surroundings(sources)).map(\.finding)
        } catch {
            return disabled.contains(YAMLSyntaxRule.descriptor.id) ? [] : [YAMLSyntaxRule.finding(error)]
        }
    }

    /// The findings in one file, in the order of the file, without suppressed ones.
    func check(_ file: ConfigFile, _ surroundings: Surroundings) -> [RepairableFinding] {
        let context = LintContext(file: file, surroundings: surroundings)
        var report = LintReport(document: file.document, rule: LintCommentRule.descriptor)
        let suppressions = Suppressions(file.document)
        if !disabled.contains(LintCommentRule.descriptor.id) {
            LintCommentRule.check(suppressions, rules: Self.rules.descriptors.map(\.id), &report)
        }
        for rule in Self.fileRules where !disabled.contains(rule.descriptor.id) {
            report.rule = rule.descriptor
            rule.check(context, &report)
        }
        return Self.sorted(report.findings.filter { !suppressions.cover($0.finding) }) { $0.finding }
    }

    /// By position, then by severity; at the same position in the order of the rules.
    private static func sorted<Element>(_ elements: [Element], _ finding: (Element) -> Finding) -> [Element] {
        elements.enumerated().sorted { left, right in
            let (a, b) = (finding(left.element), finding(right.element))
            let first = (a.location?.line ?? 0, a.location?.column ?? 0, b.severity, left.offset)
            let second = (b.location?.line ?? 0, b.location?.column ?? 0, a.severity, right.offset)
            return first < second
        }.map(\.element)
    }
}

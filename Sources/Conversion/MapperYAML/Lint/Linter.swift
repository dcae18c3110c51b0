package import Diagnostics
package import Support
internal import YAML

/// Finds what hb_mapper would reject in mapper YAMLs, and what it would take and the user regret.
package struct Linter: Sendable {
    /// What one file gave.
    package struct Result: Sendable {
        package var path: String
        /// In the order of the file.
        package var findings: [Finding]
        /// Why the file could not be read at all.
        package var failure: FileError?
    }

    /// What is known of the float model behind a configuration.
    package enum ModelReading: Sendable {
        /// It is not there, or nobody looks.
        case unknown
        /// Its inputs, and what else would be rejected (errors) or regretted (warnings) of it.
        case known([ModelInput], problems: [Finding] = [])
        /// It is there and is no ONNX model; why.
        case unreadable(String)
    }

    /// Asks a float model for its inputs, by its path.
    package typealias ModelReader = @Sendable (_ path: String) -> ModelReading

    /// Names of rules whose findings are left out.
    package var disabled: Set<String> = []

    let model: ModelReader

    package init(model: @escaping ModelReader = { _ in .unknown }) {
        self.model = model
    }

    /// Every rule, sorted by name.
    package static var rules: [RuleDescription] {
        (fileRules.map { $0.description } + [SharedOutput.description, Suppressions.description, syntax])
            .sorted { $0.id < $1.id }
    }

    static let syntax = RuleDescription("yaml-syntax", .error, "The file is YAML that PyYAML can read")

    /// A configuration has some dozens of nodes; what is far bigger is none.
    static let limits = YAMLDocument.Limits(depth: 1000, nodes: 100_000, bytes: 16 << 20)

    // MARK: Linting

    /// Checks files, each for itself and all together.
    ///
    /// A file that is no YAML is a finding; one that cannot be read at all says so in its result.
    package func lint(_ paths: [String]) -> [Result] {
        let surroundings = Surroundings(model: model)
        var files: [(result: Int, file: ConfigFile, suppressions: Suppressions)] = []
        var results: [Result] = []
        for path in paths {
            var result = Result(path: path, findings: [])
            do {
                let document = try YAMLDocument(contentsOf: path, limits: Self.limits)
                let file = ConfigFile(document)
                files.append((results.count, file, Suppressions(document)))
                result.findings = check(file, surroundings).map(\.finding)
            } catch {
                if case .file(let error) = error {
                    result.failure = error
                } else {
                    result.findings = [Self.finding(error)].filter { !disabled.contains($0.rule) }
                }
            }
            results.append(result)
        }
        if !disabled.contains(SharedOutput.description.id) {
            for (index, finding) in SharedOutput.check(files.map(\.file))
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
            let document = try YAMLDocument(bytes: bytes, path: path, limits: Self.limits)
            return check(ConfigFile(document), Surroundings(model: model)).map(\.finding)
        } catch {
            return [Self.finding(error)].filter { !disabled.contains($0.rule) }
        }
    }

    /// What the rules find in one file, in the order of the file, without what is switched off.
    func check(_ file: ConfigFile, _ surroundings: Surroundings) -> [MendableFinding] {
        let context = LintContext(file: file, surroundings: surroundings)
        var report = LintReport(document: file.document, rule: Self.syntax)
        for rule in Self.fileRules where !disabled.contains(rule.description.id) {
            report.rule = rule.description
            rule.check(context, &report)
        }
        let suppressions = Suppressions(file.document)
        if !disabled.contains(Suppressions.description.id) {
            report.rule = Suppressions.description
            suppressions.report(to: &report)
        }
        return Self.sorted(report.findings.filter { !suppressions.cover($0.finding) }) { $0.finding }
    }

    private static func finding(_ error: YAMLError) -> Finding {
        Finding(
            rule: syntax.id, severity: .error, message: error.message, fix: error.fix, location: error.location,
            sourceLine: error.place?.line)
    }

    /// By place, then by severity; rules keep their order at the same place.
    private static func sorted<Element>(_ elements: [Element], _ finding: (Element) -> Finding) -> [Element] {
        elements.enumerated().sorted { left, right in
            let (a, b) = (finding(left.element), finding(right.element))
            let first = (a.location?.line ?? 0, a.location?.column ?? 0, -rank(a), left.offset)
            let second = (b.location?.line ?? 0, b.location?.column ?? 0, -rank(b), right.offset)
            return first < second
        }.map(\.element)
    }

    private static func rank(_ finding: Finding) -> Int {
        finding.severity == .error ? 2 : finding.severity == .warning ? 1 : 0
    }
}

public import Diagnostics
internal import FileSupport
internal import YAMLDocument

/// Finds what hb_mapper would reject in mapper YAMLs, and what it would take and the user regret.
public struct Linter: Sendable {
    /// What one file gave.
    public struct Result: Sendable {
        public var path: String
        /// In the order of the file.
        public var findings: [Finding]
    }

    /// What is known of the float model behind a configuration.
    public enum ModelReading: Sendable {
        /// It is not there, or nobody looks.
        case unknown
        case known([ModelInput])
        /// It is there and is no ONNX model; why.
        case unreadable(String)
    }

    /// Asks a float model for its inputs, by its path.
    public typealias ModelReader = @Sendable (_ path: String) -> ModelReading

    private let model: ModelReader

    public init(model: @escaping ModelReader = { _ in .unknown }) {
        self.model = model
    }

    /// Every rule, sorted by name.
    public static var rules: [RuleDescription] {
        (fileRules.map { $0.description } + [SharedOutput.description, syntax]).sorted { $0.id < $1.id }
    }

    static let syntax = RuleDescription("yaml-syntax", .error, "The file is YAML that PyYAML can read")

    /// A configuration has some dozens of nodes; what is far bigger is none.
    static let limits = YAMLDocument.Limits(depth: 1000, nodes: 100_000, bytes: 16 << 20)

    /// Checks files, each for itself and all together.
    ///
    /// A file that cannot be read at all is an error; one that is no YAML is a finding.
    ///
    /// - Throws: ``YAMLError`` `.file`.
    public func lint(_ paths: [String]) throws(MapperConfigError) -> [Result] {
        var files: [(result: Int, file: ConfigFile)] = []
        var results: [Result] = []
        for path in paths {
            do throws(YAMLError) {
                let document = try YAMLDocument(contentsOf: path, limits: Self.limits)
                files.append((results.count, ConfigFile(document)))
                results.append(Result(path: path, findings: lint(document)))
            } catch {
                if case .file(let error) = error { throw .file(error) }
                results.append(Result(path: path, findings: [Self.finding(error)]))
            }
        }
        for (index, finding) in SharedOutput.check(files.map(\.file)) {
            results[files[index].result].findings.append(finding)
        }
        for index in results.indices { results[index].findings = Self.sorted(results[index].findings) }
        return results
    }

    /// Checks a text as if it were the file at `path`.
    public func lint(text: String, path: String) -> [Finding] {
        lint(bytes: Array(text.utf8), path: path)
    }

    /// Checks bytes as if they were the file at `path`.
    public func lint(bytes: [UInt8], path: String) -> [Finding] {
        do throws(YAMLError) {
            return Self.sorted(lint(try YAMLDocument(bytes: bytes, path: path, limits: Self.limits)))
        } catch {
            return [Self.finding(error)]
        }
    }

    private func lint(_ document: YAMLDocument) -> [Finding] {
        let file = ConfigFile(document)
        var inputs = ModelReading.unknown
        if let path = file.text(.onnxModel), path.hasSuffix(".onnx") { inputs = model(file.resolve(path)) }
        let context = LintContext(file: file, model: inputs)
        var report = LintReport(document: document, rule: Self.syntax)
        for rule in Self.fileRules {
            report.rule = rule.description
            rule.check(context, &report)
        }
        return report.findings
    }

    private static func finding(_ error: YAMLError) -> Finding {
        Finding(
            rule: syntax.id, severity: .error, message: error.message, fix: error.fix, location: error.location,
            sourceLine: error.place?.line)
    }

    /// By place, then by severity; rules keep their order at the same place.
    private static func sorted(_ findings: [Finding]) -> [Finding] {
        findings.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            let first = (a.location?.line ?? 0, a.location?.column ?? 0, -rank(a), left.offset)
            let second = (b.location?.line ?? 0, b.location?.column ?? 0, -rank(b), right.offset)
            return first < second
        }.map(\.element)
    }

    private static func rank(_ finding: Finding) -> Int {
        finding.severity == .error ? 2 : finding.severity == .warning ? 1 : 0
    }
}

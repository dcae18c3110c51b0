package import Diagnostics
package import MapperYAML
internal import Reporting

/// The result of `config lint`:
/// `{"schema_version":1,"files":[{"path","findings":[{"rule","severity","message","line","column","fix"}]}]}`; unknown
/// values are `null`.
package struct ConfigLintReport: Sendable, Encodable {
    private struct File: Encodable {
        var path: String
        var findings: [Record]
    }

    private struct Record: Encodable {
        var finding: Finding

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(finding.rule, forKey: .rule)
            try container.encode(finding.severity, forKey: .severity)
            try container.encode(finding.message, forKey: .message)
            try container.encode(finding.location?.line, forKey: .line)
            try container.encode(finding.location?.column, forKey: .column)
            try container.encode(finding.fix, forKey: .fix)
        }

        enum CodingKeys: CodingKey {
            case rule, severity, message, line, column, fix
        }
    }

    private enum CodingKeys: CodingKey {
        case schemaVersion, files
    }

    private let results: [Linter.Result]

    package init(_ results: [Linter.Result]) {
        self.results = results
    }

    package var findings: [Finding] { results.flatMap(\.findings) }

    /// Why some files could not be read.
    package var failures: [any UserError] { results.compactMap(\.failure) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .schemaVersion)
        try container.encode(
            results.map { File(path: $0.path, findings: $0.findings.map(Record.init)) }, forKey: .files)
    }

    package func json() throws -> String { try JSONReport.encode(self) }

    /// `2 files: 1 error, 0 warnings`, of the files that could be read; `nil` if none could.
    package var summary: String? {
        let count = results.count { $0.failure == nil }
        guard count > 0 else { return nil }
        func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
        let errors = findings.count { $0.severity == .error }
        let warnings = findings.count { $0.severity == .warning }
        return "\(counted(count, "file")): \(counted(errors, "error")), \(counted(warnings, "warning"))"
    }
}

internal import FoundationEssentials

/// A finding as JSON. Every key is always present; unknown values are `null`.
package struct FindingRecord: Codable, Sendable, Hashable {
    package var rule: String
    package var severity: Severity
    package var message: String
    package var fix: String?
    /// `name (OpType)` of the node concerned.
    package var node: String?
    /// `path`, `path:line` or `path:line:column`.
    package var location: String?
    package var line: Int?
    package var column: Int?

    package init(_ finding: Finding) {
        rule = finding.rule
        severity = finding.severity
        message = finding.message
        fix = finding.fix
        node = finding.node
        location = finding.location?.description
        line = finding.location?.line
        column = finding.location?.column
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rule, forKey: .rule)
        try container.encode(severity, forKey: .severity)
        try container.encode(message, forKey: .message)
        try container.encode(fix, forKey: .fix)
        try container.encode(node, forKey: .node)
        try container.encode(location, forKey: .location)
        try container.encode(line, forKey: .line)
        try container.encode(column, forKey: .column)
    }

    /// The report of one run: every finding, and whether it found no errors.
    static func report(_ findings: [Finding]) -> String {
        PlainJSON.encode(FindingReport(valid: !findings.containErrors, findings: findings.map(FindingRecord.init)))
    }
}

/// `{"schema_version":1,"valid":bool,"findings":[...]}`
private struct FindingReport: Encodable {
    var schemaVersion = 1
    var valid: Bool
    var findings: [FindingRecord]

    enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case valid
        case findings
    }
}

/// JSON with sorted keys and one final line break.
enum PlainJSON {
    static func encode(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
        } catch {
            // Text, integers and booleans always encode.
            preconditionFailure("a report of findings does not encode: \(error)")
        }
    }
}

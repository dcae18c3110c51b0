/// Renders findings for people, for tools, and for code review.
///
///     FindingRenderer(.text).render(findings)
package struct FindingRenderer: Sendable {
    /// The output format.
    package enum Format: String, Sendable, Hashable, CaseIterable {
        /// `file:line:column: severity: message [rule-id]`, and the fix on its own line.
        case text
        /// `{"schema_version":1,"valid":bool,"findings":[...]}`, each finding a ``FindingRecord``.
        case json
        /// A SARIF 2.1.0 log (OASIS), which code-review services read.
        case sarif
        /// GitHub workflow commands, which annotate a pull request: `::error file=...::message`.
        case github
    }

    package var format: Format
    /// The version of this program, for formats that name the tool.
    package var toolVersion: String

    /// The rules that made the findings, for formats that carry their help.
    package var rules: RuleSet?

    package init(_ format: Format, rules: RuleSet? = nil, toolVersion: String = "0") {
        self.format = format
        self.rules = rules
        self.toolVersion = toolVersion
    }

    /// Renders the findings in the order given. Without findings, text and annotations are empty; every other result
    /// ends with a line break.
    package func render(_ findings: [Finding]) -> String {
        switch format {
        case .text: findings.map { Self.text(of: $0) + "\n" }.joined()
        case .json: FindingRecord.report(findings)
        case .sarif: SARIFLog(findings, rules: rules, toolVersion: toolVersion).json
        case .github: findings.map { Self.annotation(of: $0) + "\n" }.joined()
        }
    }

    /// `file:line:column: severity: node: message [rule-id]`, below it the line with a caret, and the fix.
    static func text(of finding: Finding) -> String {
        let location = finding.location.map { "\($0): " } ?? ""
        let subject = finding.node.map { "\($0): " } ?? ""
        let line = "\(location)\(finding.severity.rawValue): \(subject)\(finding.message) [\(finding.rule)]"
        let fix = finding.fix.map { "\n  fix: \(printable($0))" } ?? ""
        return printable(line) + excerpt(of: finding) + fix
    }

    /// The offending line and a caret below the column, if the check kept the line.
    private static func excerpt(of finding: Finding) -> String {
        guard let line = finding.sourceLine, let column = finding.location?.column else { return "" }
        return SourceExcerpt.lines(line, column: column).map { "\n" + $0 }.joined()
    }

    /// One workflow command. Characters that end a property or the line are percent-encoded, as GitHub's runner expects.
    static func annotation(of finding: Finding) -> String {
        let command =
            switch finding.severity {
            case .note: "notice"
            case .warning: "warning"
            case .error: "error"
            }
        var properties: [String] = []
        if let location = finding.location {
            properties.append("file=" + property(location.path))
            if let line = location.line { properties.append("line=\(line)") }
            if let column = location.column { properties.append("col=\(column)") }
        }
        properties.append("title=" + property(finding.rule))
        return "::\(command) \(properties.joined(separator: ","))::\(data(finding.sentence))"
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }

    /// The text without control characters: names in a hostile file must not steer a terminal.
    package static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                result.append(contentsOf: scalar.escaped(asASCII: true).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        // C0, DEL, C1; and the marks that reorder text (U+202A...U+202E, U+2066...U+2069).
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension Finding {
    /// Node, message and fix as running text, for formats with one field for all of it.
    var sentence: String {
        (node.map { "\($0): " } ?? "") + message + (fix.map { "\nfix: \($0)" } ?? "")
    }
}

/// What a rule looks for, and what someone who breaks it wants to know.
package struct RuleDescriptor: Sendable, Hashable {
    /// What breaking a rule costs.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// The file is rejected, or the result is wrong.
        case invalid
        /// The file is accepted; speed or accuracy suffers.
        case performance
        /// Only readability suffers.
        case style

        /// For `--explain`.
        package var phrase: String {
            switch self {
            case .invalid: "the file is rejected, or the result is wrong"
            case .performance: "costs speed or accuracy"
            case .style: "a matter of style"
            }
        }
    }

    /// Who asks for it.
    package enum Origin: String, Sendable, Hashable, CaseIterable, Codable {
        /// The ONNX standard.
        case standard
        /// hb_mapper, or the BPU.
        case mapper
        /// This program.
        case convention

        /// For `--explain`.
        package var phrase: String {
            switch self {
            case .standard: "the ONNX standard"
            case .mapper: "hb_mapper and the BPU"
            case .convention: "repvit-convert"
            }
        }
    }

    /// In `kebab-case`; findings name it, and so do `--disable` and baselines.
    package var id: String
    package var origin: Origin
    /// The severity of its worst finding.
    package var severity: Severity
    /// What holds for a file that keeps the rule: one line, lower case, no full stop.
    package var summary: String
    /// Why that matters, in sentences.
    package var reason: String
    /// What to do about a finding, in sentences.
    package var fix: String
    /// An input that breaks the rule, in a line or two.
    package var example: String

    package init(
        _ id: String, _ severity: Severity = .error, _ origin: Origin = .mapper, summary: String, reason: String,
        fix: String, example: String
    ) {
        self.id = id
        self.severity = severity
        self.origin = origin
        self.summary = summary
        self.reason = reason
        self.fix = fix
        self.example = example
    }

    package var kind: Kind {
        switch severity {
        case .error: .invalid
        case .warning: .performance
        case .note: .style
        }
    }
}

extension RuleDescriptor: Encodable {
    private enum CodingKeys: CodingKey {
        case rule, kind, severity, origin, summary, reason, fix, example
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .rule)
        try container.encode(kind, forKey: .kind)
        try container.encode(severity, forKey: .severity)
        try container.encode(origin, forKey: .origin)
        try container.encode(summary, forKey: .summary)
        try container.encode(reason, forKey: .reason)
        try container.encode(fix, forKey: .fix)
        try container.encode(example, forKey: .example)
    }
}

package import MapperYAML
internal import Reporting

/// What `config explain` prints about a key of a mapper YAML.
package struct KeyReport: Encodable {
    package let schemaVersion = 1
    private let key: String
    private let section: String
    private let summary: String
    private let value: String
    private let values: [String]
    private let defaultValue: String?
    private let needed: String
    private let deprecated: Bool
    private let perInput: Bool

    package init(_ schema: KeySchema) {
        key = schema.key.rawValue
        section = schema.section.rawValue
        summary = schema.summary
        value = schema.valuePhrase
        values = schema.values
        defaultValue = schema.defaultValue
        needed = schema.presencePhrase
        deprecated = schema.isDeprecated
        perInput = schema.isPerInput
    }

    private enum CodingKeys: CodingKey {
        case schemaVersion, key, section, summary, value, values, defaultValue, needed, deprecated, perInput
    }

    package func json() throws -> String { try JSONReport.encode(self) }

    package var text: String {
        var lines = ["\(key), in \(section)", "  \(summary)"]
        if deprecated { lines.append("  deprecated") }
        lines.append("  value:    \(value)")
        if let defaultValue { lines.append("  default:  \(defaultValue)") }
        lines.append("  required: \(needed)")
        return lines.joined(separator: "\n") + "\n"
    }
}

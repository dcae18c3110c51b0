internal import FoundationEssentials

/// The schema as JSON Schema (draft 2020-12), for editors with the YAML language server.
package enum JSONSchema {
    /// Sorted keys, one final line break: the same bytes every time.
    package static var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(root) else { preconditionFailure("a schema of plain text encodes") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private static var root: JSONValue {
        var sections: [String: JSONValue] = [:]
        for section in Section.allCases { sections[section.rawValue] = schema(of: section) }
        return .object([
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "hb_mapper configuration",
            "description": "The YAML that hb_mapper 1.24.3 reads, for models of the RDK X5.",
            "type": "object",
            "additionalProperties": false,
            "required": .array(Section.allCases.filter(\.isRequired).map { .string($0.rawValue) }),
            "properties": .object(sections),
        ])
    }

    private static func schema(of section: Section) -> JSONValue {
        let keys = Schema.keys(of: section)
        var properties: [String: JSONValue] = [:]
        for key in keys { properties[key.key.rawValue] = schema(of: key) }
        var object: [String: JSONValue] = [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
        ]
        let required = keys.filter { $0.presence == .required }
        if !required.isEmpty { object["required"] = .array(required.map { .string($0.key.rawValue) }) }
        return .object(object)
    }

    private static func schema(of key: KeySchema) -> JSONValue {
        var object: [String: JSONValue] = ["description": .string(description(of: key))]
        if key.isDeprecated { object["deprecated"] = true }
        switch key.type {
        case .text: object["type"] = "string"
        case .nonEmptyText:
            object["type"] = "string"
            object["minLength"] = 1
        case .anyText: object["type"] = .array(["string", "number"])
        case .boolean: object["type"] = "boolean"
        case .integer: object["type"] = "integer"
        case .number: object["type"] = .array(["number", "string"])
        case .textOrMapping: object["type"] = key.key == .inputSource ? "object" : .array(["string", "object"])
        }
        if key.key == .inputSource {
            object["additionalProperties"] = .object(["enum": .array(key.values.map(JSONValue.string))])
        } else if key.isPerInput, !key.values.isEmpty {
            // Several inputs are in one text.
            let all = key.values + key.unusualValues
            object["anyOf"] = [
                .object(["enum": .array(all.map(JSONValue.string))]), .object(["pattern": ";"]),
            ]
        } else if !key.values.isEmpty {
            object["enum"] = .array((key.values + key.unusualValues).map(JSONValue.string))
        }
        if let range = key.range {
            // 0 means no limit.
            object["minimum"] = .integer(key.key == .maxTimePerFC ? 0 : range.lowerBound)
            if range.upperBound != .max { object["maximum"] = .integer(range.upperBound) }
        }
        return .object(object)
    }

    private static func description(of key: KeySchema) -> String {
        var text = key.summary
        if let defaultValue = key.defaultValue { text += " Default: \(defaultValue)." }
        if case .needed(let condition) = key.presence { text += " Needed when \(condition)." }
        return text
    }
}

/// JSON as a value, so that its keys are exactly what is written here.
private enum JSONValue: Encodable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral
{
    case string(String)
    case boolean(Bool)
    case integer(Int)
    case array([JSONValue])
    case object([String: JSONValue])

    init(stringLiteral value: String) { self = .string(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

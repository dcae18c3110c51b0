internal import YAML

/// `key=value` or `section.key=value`, as typed by a user.
package struct Assignment: Sendable, Hashable {
    package var key: Key
    /// The value as text, without quotes of YAML.
    package var value: String

    package init(_ key: Key, _ value: String) {
        self.key = key
        self.value = value
    }

    /// - Throws: ``MapperConfigError`` `.badOption`.
    package init(parsing text: String) throws {
        guard let equals = text.firstIndex(of: "=") else {
            throw MapperConfigError.badOption(name: "the change", value: text, expected: "KEY=VALUE")
        }
        key = try Key(named: String(text[..<equals]))
        value = String(text[text.index(after: equals)...])
    }

    /// The value as YAML on one line, in the type that hb_mapper wants of the key.
    ///
    /// - Throws: ``MapperConfigError`` `.badOption` for a value that hb_mapper would reject in any file.
    func yaml() throws -> String {
        guard let schema = Schema.schema(of: key) else { return YAMLWriter.quoted(value) }
        let text: String
        switch schema.type {
        case .text, .nonEmptyText: text = YAMLWriter.quoted(value)
        case .anyText:
            // A plain integer stays one: `input_batch: 4`.
            let isPlain = PythonNumber.int(value).map { String($0) == value } ?? false
            text = isPlain ? value : YAMLWriter.quoted(value)
        case .boolean, .integer, .number: text = value
        case .textOrMapping: text = value.hasPrefix("{") ? value : YAMLWriter.quoted(value)
        }
        guard let node = try? YAMLDocument(text: "x: \(text)\n").root.mapping?["x"], !value.contains("\n"),
            schema.type.accepts(node)
        else {
            throw MapperConfigError.badOption(name: "'\(key.rawValue)'", value: value, expected: schema.type.phrase)
        }
        if let problem = Self.problem(of: node, schema) {
            throw MapperConfigError.badOption(name: "'\(key.rawValue)'", value: value, expected: problem)
        }
        return text
    }

    /// What a value should be that is not among those that the key accepts.
    private static func problem(of node: Node, _ schema: KeySchema) -> String? {
        let all = schema.values + schema.unusualValues
        if !all.isEmpty, schema.key != .inputSource, let text = node.scalar?.text {
            let values = schema.isPerInput ? VendorText.list(text) : [text]
            guard values.allSatisfy({ $0.map(all.contains) ?? false }) else {
                return "one of \(schema.values.joined(separator: ", "))"
            }
        }
        if let range = schema.range, case .integer(let number)? = node.scalar?.value, !range.contains(number),
            schema.key != .maxTimePerFC || number != 0
        {
            return range.upperBound == .max
                ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
        }
        return nil
    }
}

extension Key {
    /// `march` or `model_parameters.march`.
    ///
    /// - Throws: ``MapperConfigError`` `.badOption` with the name that was probably meant.
    package init(named text: String) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let key = Key(rawValue: String(parts[parts.count - 1])),
            let schema = Schema.schema(of: key)
        else {
            let name = String(parts.last ?? "")
            let meant = NearestName.find(name, in: Key.allCases.map(\.rawValue))
            throw MapperConfigError.badOption(
                name: "the key", value: text,
                expected: meant.map { "a key of a mapper YAML, such as '\($0)'" } ?? "a key of a mapper YAML")
        }
        if parts.count == 2, parts[0] != schema.section.rawValue {
            throw MapperConfigError.badOption(
                name: "the key", value: text, expected: "\(schema.section.rawValue).\(key.rawValue)")
        }
        self = key
    }
}

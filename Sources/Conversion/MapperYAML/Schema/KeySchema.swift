internal import YAML

/// What hb_mapper accepts for one key.
///
/// The facts were found by running hb_mapper 1.24.3 on variations of a configuration; `VendorAgreementTests`
/// compares them with its verdict.
package struct KeySchema: Sendable {
    package enum ValueType: Sendable, Hashable {
        /// A YAML string; a number or a boolean must be quoted.
        case text
        /// A string with at least one character.
        case nonEmptyText
        /// Any value: what is not a string is turned into one, as Python's `str()` does.
        case anyText
        case boolean
        case integer
        /// A number, or text that reads as one.
        case number
        case textOrMapping

        /// For messages: "a string".
        package var phrase: String {
            switch self {
            case .text: "a string"
            case .nonEmptyText: "a string that is not empty"
            case .anyText: "text"
            case .boolean: "a boolean"
            case .integer: "an integer"
            case .number: "a number"
            case .textOrMapping: "a string or a mapping"
            }
        }
    }

    package enum Presence: Sendable, Hashable {
        case optional
        case required
        /// Needed when something else is set; the words say when.
        case needed(when: String)
    }

    package var key: Key
    package var section: Section
    package var type: ValueType
    /// The values that are in use; empty without such a list.
    package var values: [String]
    /// Values that are in use but belong to other chips or older files.
    package var unusualValues: [String]
    /// Bounds of a number, both included.
    package var range: ClosedRange<Int>?
    /// Whether there is one value for each input of the model, separated by `;`.
    package var isPerInput: Bool
    /// What is used when the key is not there; in words where it depends on something.
    package var defaultValue: String?
    package var presence: Presence
    package var isDeprecated: Bool
    /// One line for people.
    package var summary: String

    init(
        _ key: Key, _ section: Section, _ type: ValueType, values: [String] = [], unusual: [String] = [],
        range: ClosedRange<Int>? = nil, perInput: Bool = false, default defaultValue: String? = nil,
        presence: Presence = .optional, deprecated: Bool = false, _ summary: String
    ) {
        self.key = key
        self.section = section
        self.type = type
        self.values = values
        unusualValues = unusual
        self.range = range
        isPerInput = perInput
        self.defaultValue = defaultValue
        self.presence = presence
        isDeprecated = deprecated
        self.summary = summary
    }
}

extension KeySchema.ValueType {
    /// Whether hb_mapper accepts a value as this type.
    func accepts(_ node: Node) -> Bool {
        switch self {
        case .anyText: return true
        case .text: return node.string != nil
        case .nonEmptyText: return node.string?.isEmpty == false
        case .textOrMapping: return node.string != nil || node.mapping != nil
        case .boolean:
            if case .boolean? = node.scalar?.value { return true }
            return false
        case .integer:
            switch node.scalar?.value {
            case .integer, .bigInteger: return true
            default: return false
            }
        case .number:
            switch node.scalar?.value {
            case .integer, .bigInteger, .float, .boolean: return true
            case .string: return PythonNumber.float(node.scalar?.text ?? "") != nil
            default: return false
            }
        }
    }
}

/// The whole schema of a mapper YAML: from it come the rules, the JSON Schema and the reference.
package enum Schema {
    /// Every key, in the order of the sections.
    package static let keys: [KeySchema] = modelKeys + inputKeys + calibrationKeys + compilerKeys + customOpKeys

    private static let byKey = Dictionary(uniqueKeysWithValues: keys.map { ($0.key, $0) })

    /// `nil` only for a key that the schema forgot, which a test excludes.
    package static func schema(of key: Key) -> KeySchema? { byKey[key] }

    package static func keys(of section: Section) -> [KeySchema] {
        switch section {
        case .model: modelKeys
        case .input: inputKeys
        case .calibration: calibrationKeys
        case .compiler: compilerKeys
        case .customOp: customOpKeys
        }
    }
}

/// One node of a YAML document: a scalar, a sequence or a mapping, and where it is.
///
/// An alias is the node that it names, with the alias's own marks; what is below keeps the marks of the original.
package struct Node: Sendable {
    package enum Content: Sendable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping(Mapping)
    }

    package var content: Content
    /// The explicit tag, as `tag:yaml.org,2002:str`.
    package var tag: String?
    /// The anchor that the node carries, without `&`; for an alias the name, without `*`.
    package var anchor: String?
    package var isAlias: Bool
    package var start: Mark
    /// Just after the last character.
    package var end: Mark

    package init(
        _ content: Content, tag: String? = nil, anchor: String? = nil, isAlias: Bool = false, start: Mark, end: Mark
    ) {
        self.content = content
        self.tag = tag
        self.anchor = anchor
        self.isAlias = isAlias
        self.start = start
        self.end = end
    }

    package var scalar: Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    package var sequence: [Node]? {
        if case .sequence(let nodes) = content { nodes } else { nil }
    }

    package var mapping: Mapping? {
        if case .mapping(let mapping) = content { mapping } else { nil }
    }

    /// The text, if YAML 1.1 reads the node as a string.
    package var string: String? {
        if case .scalar(let scalar) = content, case .string = scalar.value { scalar.text } else { nil }
    }

    /// Whether YAML 1.1 reads the node as null.
    package var isNull: Bool { scalar?.value == .null }
}

/// A scalar: its text, how it was written, and what YAML 1.1 makes of it.
package struct Scalar: Sendable {
    package enum Style: Sendable {
        case plain
        case singleQuoted
        case doubleQuoted
        case literal
        case folded
    }

    /// The text after unescaping and folding.
    package var text: String
    package var style: Style
    package var value: ScalarValue

    package init(text: String, style: Style, value: ScalarValue) {
        self.text = text
        self.style = style
        self.value = value
    }
}

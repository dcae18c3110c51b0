/// One node of a YAML document: a scalar, a sequence or a mapping, and where it stands.
///
/// An alias is the node that it names, with the alias's own marks; what is below keeps the marks of the original.
public struct Node: Sendable {
    public enum Content: Sendable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping(Mapping)
    }

    public var content: Content
    /// The explicit tag, as `tag:yaml.org,2002:str`.
    public var tag: String?
    /// The anchor that the node carries, without `&`; for an alias the name, without `*`.
    public var anchor: String?
    public var isAlias: Bool
    public var start: Mark
    /// Just behind the last character.
    public var end: Mark

    public init(
        _ content: Content, tag: String? = nil, anchor: String? = nil, isAlias: Bool = false, start: Mark, end: Mark
    ) {
        self.content = content
        self.tag = tag
        self.anchor = anchor
        self.isAlias = isAlias
        self.start = start
        self.end = end
    }

    public var scalar: Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    public var sequence: [Node]? {
        if case .sequence(let nodes) = content { nodes } else { nil }
    }

    public var mapping: Mapping? {
        if case .mapping(let mapping) = content { mapping } else { nil }
    }

    /// The text, if YAML 1.1 reads the node as a string.
    public var string: String? {
        if case .scalar(let scalar) = content, case .string = scalar.value { scalar.text } else { nil }
    }

    /// Whether YAML 1.1 reads the node as null.
    public var isNull: Bool { scalar?.value == .null }
}

/// A scalar: its text, how it was written, and what YAML 1.1 makes of it.
public struct Scalar: Sendable {
    public enum Style: Sendable {
        case plain
        case singleQuoted
        case doubleQuoted
        case literal
        case folded
    }

    /// The text after unescaping and folding.
    public var text: String
    public var style: Style
    public var value: ScalarValue

    public init(text: String, style: Style, value: ScalarValue) {
        self.text = text
        self.style = style
        self.value = value
    }
}

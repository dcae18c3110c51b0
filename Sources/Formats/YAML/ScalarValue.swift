/// What a scalar means by YAML 1.1, the way PyYAML's `SafeLoader` reads it.
///
/// The text of a string is the scalar's own ``Scalar/text``.
package enum ScalarValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int)
    /// An integer that does not fit 64 bits.
    case bigInteger(isNegative: Bool)
    case float(Double)
    case string
    /// A date, or a date and time.
    case timestamp
    /// `!!binary`.
    case binary

    /// What a person calls it: "a string", "a boolean".
    package var kind: String {
        switch self {
        case .null: "nothing (null)"
        case .boolean: "a boolean"
        case .integer, .bigInteger: "an integer"
        case .float: "a number"
        case .string: "a string"
        case .timestamp: "a date"
        case .binary: "binary data"
        }
    }

    /// Equal for keys that Python treats as the same: `1`, `1.0` and `true` are one key.
    enum Key: Hashable {
        case null
        case number(Double)
        case text(String)
        case other(String)

        init(_ scalar: Scalar) {
            switch scalar.value {
            case .null: self = .null
            case .boolean(let value): self = .number(value ? 1 : 0)
            case .integer(let value): self = .number(Double(value))
            case .float(let value): self = .number(value)
            case .string: self = .text(scalar.text)
            case .bigInteger, .timestamp, .binary: self = .other(scalar.text)
            }
        }
    }
}

/// The value of a scalar from its tag, or from its text if it has none: what PyYAML's `SafeConstructor` makes.
enum ScalarConstruction {
    private static let prefix = "tag:yaml.org,2002:"

    /// `str` of `tag:yaml.org,2002:str`; `nil` for other tags.
    static func standardName(_ tag: String) -> String? {
        tag.hasPrefix(prefix) ? String(tag.dropFirst(prefix.count)) : nil
    }

    /// Whether the key is a plain `<<`.
    static func isMergeKey(_ key: Node) -> Bool {
        guard let scalar = key.scalar, scalar.text == "<<" else { return false }
        return (scalar.style == .plain && key.tag == nil) || key.tag == prefix + "merge"
    }

    /// - Parameter place: evaluated for errors only.
    static func value(
        _ text: String, tag: String?, isPlainImplicit: Bool, isKey: Bool, at place: @autoclosure () -> YAMLError.Place
    ) throws(YAMLError) -> ScalarValue {
        if let tag, tag != "!" {
            return try tagged(text, tag: tag, at: place())
        }
        guard isPlainImplicit else { return .string }
        if text == "<<" || text == "=" {
            // As a key `<<` merges and `=` is text; as a value PyYAML has no reading for either.
            guard isKey else { throw .badValue(place(), text: text, kind: "a special key") }
            return .string
        }
        do throws(ScalarResolution.Failure) {
            return try ScalarResolution.resolve(text)
        } catch {
            throw .badValue(place(), text: text, kind: error == .badDate ? "a date" : "an integer")
        }
    }

    private static func tagged(
        _ text: String, tag: String, at place: @autoclosure () -> YAMLError.Place
    ) throws(YAMLError) -> ScalarValue {
        switch standardName(tag) {
        case "str": return .string
        case "null": return .null
        case "binary": return .binary
        case "merge": return .string
        case "bool":
            switch text.lowercased() {
            case "yes", "true", "on": return .boolean(true)
            case "no", "false", "off": return .boolean(false)
            default: throw .badValue(place(), text: text, kind: "a boolean")
            }
        case "int":
            if let value = try? ScalarResolution.resolve(text) {
                switch value {
                case .integer, .bigInteger: return value
                default: break
                }
            }
            guard let value = PythonNumber.int(text.filter { $0 != "_" }) else {
                throw .badValue(place(), text: text, kind: "an integer")
            }
            return .integer(value)
        case "float":
            if let value = try? ScalarResolution.resolve(text), case .float = value { return value }
            guard let value = PythonNumber.float(text.filter { $0 != "_" }) else {
                throw .badValue(place(), text: text, kind: "a number")
            }
            return .float(value)
        case "timestamp":
            guard case .timestamp? = try? ScalarResolution.resolve(text) else {
                throw .badValue(place(), text: text, kind: "a date")
            }
            return .timestamp
        default: throw .unknownTag(place(), tag: tag)
        }
    }
}

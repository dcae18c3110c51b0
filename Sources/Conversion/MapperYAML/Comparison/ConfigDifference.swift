internal import Support
internal import YAML

/// One key that two configurations set to different things.
package struct ConfigDifference: Sendable, Hashable {
    package var key: Key
    /// What the first means; `nil` if it leaves the key to a default that depends on other things.
    package var first: String?
    package var second: String?
    /// Whether a side has no such key and the value is the default.
    package var firstIsDefault: Bool
    package var secondIsDefault: Bool

    /// Compares two files by what hb_mapper makes of them, not by their text.
    ///
    /// Order, comments, quotes and spaces do not count; a key that is left out counts as its default; numbers are
    /// compared as numbers, lists value by value, paths resolved against their file's folder.
    ///
    /// - Returns: in the order of the schema; empty if both mean the same.
    /// - Throws: ``MapperConfigError``: `.file`, `.yaml`.
    package static func between(_ first: String, _ second: String) throws -> [ConfigDifference] {
        let files = (try read(first), try read(second))
        var differences: [ConfigDifference] = []
        for schema in Schema.keys {
            let (one, other) = (Meaning(schema, files.0), Meaning(schema, files.1))
            if one.isSame(as: other) { continue }
            differences.append(
                ConfigDifference(
                    key: schema.key, first: one.text, second: other.text, firstIsDefault: one.isDefault,
                    secondIsDefault: other.isDefault))
        }
        return differences
    }

    private static func read(_ path: String) throws -> ConfigFile {
        return ConfigFile(try YAMLDocument(contentsOf: path, limits: ConfigFile.limits))
    }
}

/// What one key means in one file.
private struct Meaning {
    private let node: Node?
    /// The elements of a list, with numbers and paths in one form each.
    private let elements: [String]?
    let text: String?
    let isDefault: Bool

    init(_ schema: KeySchema, _ file: ConfigFile) {
        let setting = file[schema.key]
        isDefault = setting == nil
        node = setting?.value
        guard let setting else {
            text = schema.literalDefault
            elements = text.map { [Self.canonical($0, schema, file)] }
            return
        }
        text = VendorText.string(setting.value)
        switch schema.type {
        case .boolean: elements = file.boolean(schema.key).map { [String($0)] }
        case .integer, .number: elements = setting.value.scalar.map { [Self.canonical($0.text, schema, file)] }
        case .textOrMapping: elements = setting.value.string.map { [$0] }
        case .text, .nonEmptyText, .anyText:
            elements = setting.list.map { list in list.map { $0.map { Self.canonical($0, schema, file) } ?? "" } }
        }
    }

    /// `0.50` and `.5`, `1x3x8x8` and `1X3X8X8`, `./a` and `a` are the same.
    private static func canonical(_ value: String, _ schema: KeySchema, _ file: ConfigFile) -> String {
        switch schema.key {
        case .meanValue, .scaleValue:
            return VendorText.numbers(value).map { $0.map { String($0) }.joined(separator: " ") } ?? value
        case .inputShape: return VendorText.shape(value).map { $0.map { String($0) }.joined(separator: "x") } ?? value
        case .onnxModel, .caffeModel, .prototxt, .workingDir, .calDataDir: return file.resolve(value)
        case .inputBatch: return PythonNumber.int(value).map { String($0) } ?? value
        default:
            let isNumber = schema.type == .integer || schema.type == .number
            return isNumber ? PythonNumber.float(value).map { String($0) } ?? value : value
        }
    }

    func isSame(as other: Meaning) -> Bool {
        if let elements, let others = other.elements {
            if elements == others { return true }
            // One default for every input.
            return (isDefault || other.isDefault) && Set(elements) == Set(others)
        }
        guard elements == nil, other.elements == nil else { return false }
        switch (node, other.node) {
        case (nil, nil): return true
        case (let first?, let second?): return first.hasSameMeaning(as: second)
        default: return false
        }
    }
}

internal import Support
internal import YAML

/// One mapper YAML as rules see it: sections and settings with their places.
struct ConfigFile {
    /// A key with its value, and the schema's word on it.
    struct Setting {
        var schema: KeySchema
        var keyNode: Node
        var value: Node

        /// The text that hb_mapper works with; `nil` if it reads no text there or stops at the type.
        var text: String? {
            switch schema.type {
            case .text, .nonEmptyText, .textOrMapping: value.string
            case .anyText: VendorText.string(value)
            case .boolean, .integer, .number: nil
            }
        }

        /// The values for the model's inputs; `nil` if the type is wrong.
        var list: [String?]? { text.map(VendorText.list) }

        /// Where the value is; the key, if the value is empty.
        var mark: Mark { value.start == value.end ? keyNode.start : value.start }
    }

    /// A config has some dozens of nodes; anything far larger is something else.
    static let limits = YAMLDocument.Limits(depth: 1000, nodes: 100_000, bytes: 16 << 20)

    let path: String
    let document: YAMLDocument
    private let settings: [Key: Setting]
    private let sections: [Section: Mapping.Entry]

    init(_ document: YAMLDocument) {
        self.document = document
        path = document.path
        var settings: [Key: Setting] = [:]
        var sections: [Section: Mapping.Entry] = [:]
        for section in Section.allCases {
            guard let entry = document.root.mapping?.entry(section.rawValue) else { continue }
            sections[section] = entry
            for setting in entry.value.mapping?.entries ?? [] {
                guard let name = setting.key.string, let key = Key(rawValue: name),
                    let schema = Schema.schema(of: key), schema.section == section
                else { continue }
                // A later entry with the same key wins.
                settings[key] = Setting(schema: schema, keyNode: setting.key, value: setting.value)
            }
        }
        self.settings = settings
        self.sections = sections
    }

    subscript(_ key: Key) -> Setting? { settings[key] }

    /// The section as it is written, whatever its value is.
    func section(_ section: Section) -> Mapping.Entry? { sections[section] }

    /// The text of a setting that has one.
    func text(_ key: Key) -> String? { settings[key]?.text }

    /// The list of a setting: empty if it is not there or has another type.
    func list(_ key: Key) -> [String?] { settings[key]?.list ?? [] }

    /// An integer, as hb_mapper's type check sees one: no boolean, no text.
    func integer(_ key: Key) -> Int? {
        switch settings[key]?.value.scalar?.value {
        case .integer(let value): value
        case .bigInteger(let isNegative): isNegative ? .min : .max
        default: nil
        }
    }

    func boolean(_ key: Key) -> Bool? {
        if case .boolean(let value)? = settings[key]?.value.scalar?.value { value } else { nil }
    }

    /// A path in the file, resolved as hb_mapper resolves it: against the folder of the YAML.
    func resolve(_ path: String) -> String { Path.normalized(Path.join(Path.folder(self.path), path)) }

    /// The place for what is missing in a section: the section's key, or the top of the file.
    func mark(of section: Section) -> Mark {
        sections[section]?.key.start ?? Mark(line: 1, column: 1)
    }

    /// What `calibration_type` says, or its default.
    var calibrationType: String {
        self[.calibrationType] == nil ? "default" : text(.calibrationType) ?? ""
    }

    /// Whether files of calibration data are read at all.
    var readsCalibrationData: Bool { calibrationType != "load" && calibrationType != "skip" }
}

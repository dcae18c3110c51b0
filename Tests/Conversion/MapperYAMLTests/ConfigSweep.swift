@testable import MapperYAML

/// Every value that the schema lists, and its edges, put into every right configuration once: without chance.
enum ConfigSweep {
    private static let everyType = ["true", "1", "1.5", "'1'", "x", "''", "", "[a]", "{a: b}"]

    /// The texts, each with the key that it is about.
    static let cases: [(key: String, text: String)] = {
        var cases: [(key: String, text: String)] = []
        for (place, original) in ConfigMutator.originals.enumerated() {
            for schema in Schema.keys {
                var values = schema.values + schema.unusualValues
                if let range = schema.range {
                    values += [range.lowerBound - 1, range.lowerBound].map { String($0) }
                    if range.upperBound < .max {
                        values += [range.upperBound, range.upperBound + 1].map { String($0) }
                    }
                }
                // Types do not depend on the rest of the file.
                if place == 0 { values += everyType }
                for value in values { cases.append((schema.key.rawValue, setting(schema, value, in: original))) }
                if place == 0 { cases.append((schema.key.rawValue, misplacing(schema, in: original))) }
            }
            for section in original.sections {
                for entry in section.entries { cases.append((entry.key, dropping(entry.key, in: original))) }
                cases.append((section.name, dropping(section: section.name, in: original)))
            }
        }
        return cases
    }()

    private static func setting(
        _ schema: KeySchema, _ value: String, in original: ConfigMutator.Config
    ) -> String {
        var config = original
        let (name, section) = (schema.key.rawValue, schema.section.rawValue)
        if !config.sections.contains(where: { $0.name == section }) { config.sections.append((section, [])) }
        for index in config.sections.indices where config.sections[index].name == section {
            config.sections[index].entries.removeAll { $0.key == name }
            config.sections[index].entries.append((name, value))
        }
        return config.text
    }

    /// The key in a section where it does not belong.
    private static func misplacing(_ schema: KeySchema, in original: ConfigMutator.Config) -> String {
        var config = original
        let other = schema.section == .model ? Section.compiler : .model
        for index in config.sections.indices where config.sections[index].name == other.rawValue {
            config.sections[index].entries.append((schema.key.rawValue, schema.values.first ?? "1"))
        }
        return config.text
    }

    private static func dropping(_ key: String, in original: ConfigMutator.Config) -> String {
        var config = original
        for index in config.sections.indices { config.sections[index].entries.removeAll { $0.key == key } }
        return config.text
    }

    private static func dropping(section: String, in original: ConfigMutator.Config) -> String {
        var config = original
        config.sections.removeAll { $0.name == section }
        return config.text
    }
}

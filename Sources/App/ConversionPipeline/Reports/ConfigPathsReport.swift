package import MapperYAML
internal import Reporting

/// What `config paths` prints.
package struct ConfigPathsReport: Encodable {
    package let schemaVersion = 1
    private let paths: ConfigPaths

    package init(_ paths: ConfigPaths) { self.paths = paths }

    private enum CodingKeys: CodingKey {
        case schemaVersion, model, march, workingDir, prefix, bin, quantizedModel, inputShape, calibrationFolder
    }

    /// Writes every key; what the file does not set is `null`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(schemaVersion, forKey: .schemaVersion)
        for (key, value) in entries { try container.encode(value, forKey: key) }
    }

    package func json() throws -> String { try JSONReport.encode(self) }

    /// A line `key=value` per entry, unquoted. No value contains a line break: ``ConfigPaths`` refuses those.
    package var text: String {
        entries.map { key, value in "\(Self.name(of: key))=\(value ?? "")\n" }.joined()
    }

    private var entries: [(CodingKeys, String?)] {
        [
            (.model, paths.onnxModel), (.march, paths.march), (.workingDir, paths.workingFolder),
            (.prefix, paths.outputPrefix), (.bin, paths.bin), (.quantizedModel, paths.quantizedModel),
            (.inputShape, paths.inputShape), (.calibrationFolder, paths.calibrationFolder),
        ]
    }

    /// The name as ``JSONReport`` writes it.
    private static func name(of key: CodingKeys) -> String {
        key.stringValue.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
    }
}

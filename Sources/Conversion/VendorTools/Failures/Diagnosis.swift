/// A failure that the catalog knows.
package struct Diagnosis: Sendable, Hashable {
    package let entry: CatalogEntry
    /// The vendor's line that it was recognized by, without its time.
    package let line: String

    /// `the calibration folder is empty [RVC0301]`.
    package var title: String { "\(entry.title) [\(entry.id)]" }

    /// What to do, and where to read more.
    package var fix: String {
        let setting = entry.yaml.map { "; in the YAML: `\($0)`" } ?? ""
        return "\(entry.fix)\(setting)\n  more: repvit-convert errors \(entry.id)"
    }
}

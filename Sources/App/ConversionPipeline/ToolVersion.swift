/// The version of this program, as it stands in models, manifests and reports.
package enum ToolVersion {
    /// By https://semver.org; `CHANGELOG.md` says what each brought.
    package static let current = "0.1.0"
    package static let name = "repvit-convert"
}

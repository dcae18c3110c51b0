/// The version of this program, as models, manifests and reports record it.
package enum ToolVersion {
    /// By https://semver.org; `CHANGELOG.md` says what each brought.
    package static let current = "0.1.0"
    package static let name = "repvit-convert"
}

/// The version of this program, as it stands in models, manifests and reports.
public enum ToolVersion {
    /// By https://semver.org; `CHANGELOG.md` says what each brought.
    public static let current = "0.1.0"
    public static let name = "repvit-convert"
}

enum Version {
    /// By https://semver.org; `CHANGELOG.md` says what each brought.
    static let current = "0.1.0"
}

internal import Diagnostics
internal import Support
internal import YAML

/// Files whose results have the same names in the same folder: the later build overwrites the earlier one.
enum SharedOutput {
    static let description = RuleDescription(
        "shared-output", .warning, "No two files that are linted together write the same results")

    /// The findings, each with the index of its file.
    static func check(_ files: [ConfigFile]) -> [(index: Int, finding: Finding)] {
        var owners: [String: Int] = [:]
        var found: [(index: Int, finding: Finding)] = []
        for (index, file) in files.enumerated() {
            let folder = file[.workingDir] == nil ? "./model_output" : file.text(.workingDir)
            let prefix = file[.outputModelFilePrefix] == nil ? "model" : file.text(.outputModelFilePrefix)
            guard let folder, let prefix else { continue }
            let output = Path.join(file.resolve(folder), prefix)
            guard let owner = owners[output] else {
                owners[output] = index
                continue
            }
            // The same file, named twice.
            if Path.normalized(files[owner].path) == Path.normalized(file.path) { continue }
            var report = LintReport(document: file.document, rule: description)
            let setting = file[.outputModelFilePrefix] ?? file[.workingDir]
            report.add(.shared(output, files[owner].path), at: setting?.mark ?? file.mark(of: .model))
            found += report.findings.map { (index, $0.finding) }
        }
        return found
    }
}

extension LintMessage {
    fileprivate static func shared(_ output: String, _ other: String) -> Self {
        Self(
            "'working_dir' and 'output_model_file_prefix' give \(output).bin, as in \(other): one overwrites the other",
            fix: "carry the variant in the prefix: RepViT_m0_9_224x224_nv12")
    }
}

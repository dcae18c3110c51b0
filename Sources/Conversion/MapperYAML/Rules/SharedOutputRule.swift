internal import Diagnostics
internal import Support
internal import YAML

/// Files that are linted together write different results.
enum SharedOutputRule: Rule {
    static let descriptor = RuleDescriptor(
        "shared-output", .warning, .convention,
        summary: "no two linted files write the same results",
        reason: """
            They have the same working_dir and output_model_file_prefix: the later build overwrites the earlier one.
            """,
        fix: "Put what differs into the prefix: RepViT_m0_9_224x224_nv12.",
        example: "two files with working_dir: build and output_model_file_prefix: model")

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
            // The same file, given twice.
            if Path.normalized(files[owner].path) == Path.normalized(file.path) { continue }
            var report = LintReport(document: file.document, rule: descriptor)
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
            "writes \(output).bin, as \(other) does: the later build overwrites the earlier one",
            fix: "set an output_model_file_prefix or working_dir of its own")
    }
}

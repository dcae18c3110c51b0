internal import Diagnostics
internal import Support
internal import YAML

/// Files of custom operators exist and are Python.
enum CustomOpRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "custom-op",
        summary: "files of custom operators exist and are Python",
        reason: "hb_mapper imports the files by name before it reads the model.",
        fix: "Correct the names in op_register_files, or the path in custom_op_dir.",
        example: "op_register_files: ops.txt")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        guard file.text(.customOpMethod) == "register" else { return }
        let folder = file.text(.customOpDir) ?? ""
        if !folder.isEmpty, let setting = file[.customOpDir], FileStatus(of: folder) == .missing {
            report.add(.missingDirectory(folder), at: setting.mark)
        }
        guard let setting = file[.opRegisterFiles] else { return }
        for name in file.list(.opRegisterFiles) {
            guard let name, name.hasSuffix(".py") else {
                report.add(.notPython(name ?? ""), at: setting.mark)
                continue
            }
            if !folder.isEmpty, FileStatus(of: file.resolve(Path.join(folder, name))) == .missing {
                report.add(.missingFile(name, folder), at: setting.mark)
            }
        }
    }
}

extension LintMessage {
    fileprivate static func missingDirectory(_ path: String) -> Self {
        Self("custom_op_dir '\(path)' does not exist in the current directory", fix: "check the path")
    }

    fileprivate static func notPython(_ name: String) -> Self {
        Self(
            "op_register_files contains '\(name)', which is not a .py file", fix: "name Python files, separated by ';'")
    }

    fileprivate static func missingFile(_ name: String, _ folder: String) -> Self {
        Self("op_register_files contains '\(name)', which is not in '\(folder)'", fix: "check the name")
    }
}

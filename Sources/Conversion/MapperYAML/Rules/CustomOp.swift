internal import Diagnostics
internal import Support
internal import YAML

/// Python files of custom operators that are none or are not there.
enum CustomOp: Rule {
    static let description = RuleDescription("custom-op", .error, "The files of custom operators are Python and exist")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        guard file.text(.customOpMethod) == "register" else { return }
        let folder = file.text(.customOpDir) ?? ""
        if !folder.isEmpty, let setting = file[.customOpDir], FileStatus(of: folder) == .missing {
            report.add(.noFolder(folder), at: setting.mark)
        }
        guard let setting = file[.opRegisterFiles] else { return }
        for name in file.list(.opRegisterFiles) {
            guard let name, name.hasSuffix(".py") else {
                report.add(.notPython(name ?? ""), at: setting.mark)
                continue
            }
            if !folder.isEmpty, FileStatus(of: file.resolve(Path.join(folder, name))) == .missing {
                report.add(.noFile(name, folder), at: setting.mark)
            }
        }
    }
}

extension LintMessage {
    fileprivate static func noFolder(_ path: String) -> Self {
        Self("'custom_op_dir' is '\(path)', and no such folder is in the current one", fix: "check the path")
    }

    fileprivate static func notPython(_ name: String) -> Self {
        Self("'op_register_files' names '\(name)', which is no .py file", fix: "name Python files, parted by ';'")
    }

    fileprivate static func noFile(_ name: String, _ folder: String) -> Self {
        Self("'op_register_files' names '\(name)', which is not in '\(folder)'", fix: "check the name")
    }
}

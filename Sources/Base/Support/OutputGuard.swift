package import Diagnostics

/// Keeps a command from writing over what it reads.
package enum OutputGuard {
    /// Checks an output before anything is read or written.
    ///
    /// Files are compared by device and inode, so that `./x`, symbolic links and hard links do not get around it. A
    /// folder is refused if an input lies inside it: folders are replaced as a whole.
    ///
    /// - Parameters:
    ///   - inputs: files and folders that the command reads; `nil` for options that were not given.
    ///   - alternative: what to do other than choosing another path.
    /// - Throws: ``OverwriteError``.
    package static func check(
        _ output: String, against inputs: [String?], alternative: String? = nil
    ) throws(OverwriteError) {
        for case let input? in inputs where Path.isSameFile(output, input) || isInside(input, folder: output) {
            throw OverwriteError(output: output, input: input, alternative: alternative)
        }
    }

    private static func isInside(_ path: String, folder: String) -> Bool {
        guard Folder.exists(folder) else { return false }
        return Path.resolvingLinks(path).hasPrefix(Path.resolvingLinks(folder) + "/")
    }
}

/// A command was told to write over one of its inputs.
package struct OverwriteError: UserError, Equatable {
    package let output: String
    package let input: String
    package let alternative: String?

    package var message: String {
        output == input
            ? "'\(output)' is both input and output" : "output '\(output)' would overwrite input '\(input)'"
    }
    package var fix: String? { "choose another output path" + (alternative.map { ", or \($0)" } ?? "") }
    package var exitStatus: ExitStatus { .usage }
}

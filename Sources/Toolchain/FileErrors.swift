internal import FileSupport

extension ToolchainError {
    /// The operating system's refusal, as this module's error.
    init(_ error: FileError) {
        self = .file(path: error.path, message: error.message, fix: error.fix)
    }
}

/// Runs work on files, turning what it throws into this module's error.
func files<Result: ~Copyable>(_ body: () throws(FileError) -> Result) throws(ToolchainError) -> Result {
    do throws(FileError) {
        return try body()
    } catch {
        throw ToolchainError(error)
    }
}

/// The text of a whole file; what is not UTF-8 is replaced.
func readText(_ path: String) throws(ToolchainError) -> String {
    let file = try files { () throws(FileError) in try MappedFile(path: path) }
    return file.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
}

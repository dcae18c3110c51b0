internal import Support

/// The text of a whole file; what is not UTF-8 is replaced.
func readText(_ path: String) throws -> String {
    try MappedFile(path: path).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
}

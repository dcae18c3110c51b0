internal import Support

/// A downloaded file, whole and validated.
package struct DownloadedFile: Sendable, Hashable, Encodable {
    package let schemaVersion = 1
    package var path: String
    /// The address before any redirection.
    package var url: String
    /// The commit of the hub's repository that the revision stood for, if the hub named it.
    package var commit: String?
    /// 64 hexadecimal digits.
    package var sha256: String
    package var bytes: Int
    /// False if an earlier run downloaded it.
    package var isFresh: Bool

    init(path: String, record: DownloadRecord, isFresh: Bool) {
        self.path = path
        url = record.url
        commit = record.commit
        sha256 = record.sha256
        bytes = record.bytes
        self.isFresh = isFresh
    }

    /// Deletes the file and its record.
    ///
    /// - Throws: ``FileError``.
    package func remove() throws {
        try Folder.removeFile(path)
        try Folder.removeFile(DownloadRecord.path(for: path))
    }
}

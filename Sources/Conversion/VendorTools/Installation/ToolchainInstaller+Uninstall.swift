internal import Glibc
internal import Support

extension ToolchainInstaller {
    /// Removes the environment and its logs.
    ///
    /// An environment that this program did not make, such as one that `REPVIT_TOOLCHAIN` names, is refused.
    ///
    /// - Returns: whether there was one.
    /// - Throws: ``ToolchainError/installationBusy(folder:)`` while another process installs it,
    ///   ``ToolchainError/installationFailed(reason:advice:log:)`` if the folder is a foreign one.
    package func uninstall() throws -> Bool {
        guard Folder.exists(folder) else { return false }
        guard let lock = try FileLock.take(folder + ".lock") else {
            throw ToolchainError.installationBusy(folder: folder)
        }
        defer { withExtendedLifetime(lock) {} }
        try removeOwn()
        for suffix in [".log", ".pip.log"] where Host.fileExists(folder + suffix) { unlink(folder + suffix) }
        return true
    }
}

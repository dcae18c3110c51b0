internal import Support

/// The private Python environment that holds the vendor's programs.
package struct ToolchainEnvironment: Sendable, Equatable {
    package let folder: String
    /// Gets the temporary files of the vendor's programs and of this target; `TMPDIR` if `nil`.
    package var scratch: String?

    init(folder: String) {
        self.folder = folder
    }

    package var python: String { Path.join(folder, "bin/python") }

    /// The path of one of its programs.
    ///
    /// - Throws: ``ToolchainError/toolMissing(name:folder:)``.
    package func tool(_ name: String) throws -> String {
        let path = Path.join(folder, "bin", name)
        guard Host.isExecutable(path) else {
            throw ToolchainError.toolMissing(name: name, folder: Path.join(folder, "bin"))
        }
        return path
    }

    /// Variables under which its programs find each other.
    package var variables: [String: String] {
        let path = Host.variable("PATH") ?? "/usr/bin:/bin"
        var variables = [
            "PATH": Path.join(folder, "bin") + ":" + path, "REPVIT_TOOLCHAIN": folder, "PYTHONUNBUFFERED": "1",
            "MPLBACKEND": "Agg",
        ]
        if let scratch {
            variables["TMPDIR"] = Host.absolute(scratch)
            variables["REPVIT_SCRATCH"] = Host.absolute(scratch)
        }
        return variables
    }

    /// Written last by the installer: an environment without it was cut short.
    static let marker = ".repvit-convert-complete"

    /// Where an environment for a lock belongs: `REPVIT_TOOLCHAIN`, else under the user's cache.
    ///
    /// All checkouts with the same lock share one.
    static func expectedFolder(for lock: ToolchainLock) -> (folder: String, isOverridden: Bool) {
        if let folder = Host.variable("REPVIT_TOOLCHAIN") { return (Host.absolute(folder), true) }
        return (Path.join(Host.cacheFolder, "toolchain", lock.folderName), false)
    }

    static func isComplete(_ folder: String) -> Bool { Host.fileExists(Path.join(folder, marker)) }
}

/// The vendor toolchain as this machine has it.
package enum Toolchain {
    /// Finds the installed toolchain: the folder that `REPVIT_TOOLCHAIN` names (an environment made by hand will
    /// do), else the one that `toolchain install` made for this version's lock.
    ///
    /// - Throws: ``ToolchainError/notInstalled(folder:)``, or what ``MapperScripts/locate()`` and
    ///   ``ToolchainLock/init(path:)`` throw.
    package static func locate() throws -> ToolchainEnvironment {
        if let folder = Host.variable("REPVIT_TOOLCHAIN") {
            let environment = ToolchainEnvironment(folder: Host.absolute(folder))
            guard Host.isExecutable(environment.python) else {
                throw ToolchainError.notInstalled(folder: environment.folder)
            }
            return environment
        }
        let folder = try self.folder()
        guard ToolchainEnvironment.isComplete(folder) else { throw ToolchainError.notInstalled(folder: folder) }
        return ToolchainEnvironment(folder: folder)
    }

    /// Where the environment is, or would be installed.
    package static func folder() throws -> String {
        if let folder = Host.variable("REPVIT_TOOLCHAIN") { return Host.absolute(folder) }
        let lock = try ToolchainLock(path: try MapperScripts.locate().lockPath)
        return ToolchainEnvironment.expectedFolder(for: lock).folder
    }
}

internal import Support

/// The folder `mapper/`: the step scripts and the lock of the toolchain.
package struct MapperScripts: Sendable, Equatable {
    package let folder: String

    package var lockPath: String { Path.join(folder, "toolchain.lock.txt") }

    /// The path of a script in the folder.
    package func path(_ name: String) -> String { Path.join(folder, name) }

    static let landmark = "01_check.sh"

    /// Finds the folder: `REPVIT_MAPPER_DIR`; else from the executable's real path upwards `mapper/` or
    /// `share/repvit-convert/mapper/`; else the same from the current folder upwards.
    ///
    /// - Throws: ``ToolchainError/scriptsMissing(searched:)``.
    package static func locate() throws -> MapperScripts {
        try locate(
            override: Host.variable("REPVIT_MAPPER_DIR"),
            starts: [Host.realPath("/proc/self/exe").map(Path.folder), Host.currentFolder].compactMap(\.self))
    }

    static func locate(override: String?, starts: [String]) throws -> MapperScripts {
        if let override {
            let folder = Host.absolute(override)
            guard Host.fileExists(Path.join(folder, landmark)) else {
                throw ToolchainError.scriptsMissing(searched: ["REPVIT_MAPPER_DIR=\(override)"])
            }
            return MapperScripts(folder: folder)
        }
        for start in starts {
            var folder = start
            while true {
                for candidate in ["mapper", "share/repvit-convert/mapper"] {
                    let path = Path.join(folder, candidate)
                    if Host.fileExists(Path.join(path, landmark)) { return MapperScripts(folder: path) }
                }
                let parent = Path.folder(folder)
                if parent == folder { break }
                folder = parent
            }
        }
        throw ToolchainError.scriptsMissing(searched: starts.map { "\($0) and above" })
    }
}

internal import Support

/// Finds the CPython that the vendor's binaries were built for.
enum PythonFinder {
    static let version = "3.10"

    static let advice = """
        install Python 3.10 in one of these ways, then run this again:
               pyenv install 3.10        (https://github.com/pyenv/pyenv)
               uv python install 3.10    (https://docs.astral.sh/uv)
               sudo apt-get install python3.10 python3.10-venv    (Ubuntu 22.04)
             or use the Docker image \(DockerAlternative.image)
        """

    struct Found: Sendable, Equatable {
        let path: String
        /// `3.10.13`.
        let version: String
        /// `PATH`, `pyenv` or `uv`.
        let source: String
    }

    /// Looks for `python3.10` on `PATH`, then under pyenv, then asks uv.
    ///
    /// Every candidate is run: pyenv puts a `python3.10` on `PATH` that only works where that version is selected.
    ///
    /// - Throws: ``ToolchainError/pythonMissing(searched:)``, ``ToolchainError/interrupted``.
    static func find() async throws -> Found {
        var searched = ["python3.10 on PATH"]
        if let path = Host.program("python3.10"), let found = try await check(path, source: "PATH") { return found }

        searched.append("pyenv")
        for path in try await pyenvCandidates() {
            if let found = try await check(path, source: "pyenv") { return found }
        }

        searched.append("uv python find 3.10")
        if let uv = Host.program("uv"),
            let path = try await firstLine(Tool(uv, ["python", "find", "--no-python-downloads", version])),
            let found = try await check(path, source: "uv")
        {
            return found
        }
        throw ToolchainError.pythonMissing(searched: searched)
    }

    private static func pyenvCandidates() async throws -> [String] {
        var root = Host.variable("PYENV_ROOT") ?? Path.join(Host.homeFolder, ".pyenv")
        if let pyenv = Host.program("pyenv"), let answer = try await firstLine(Tool(pyenv, ["root"])) { root = answer }
        let versions = Path.join(root, "versions")
        let names = ((try? Folder.names(in: versions)) ?? []).filter { $0.hasPrefix(version + ".") }
        let newestFirst = names.sorted {
            (Int($0.dropFirst(version.count + 1)) ?? -1) > (Int($1.dropFirst(version.count + 1)) ?? -1)
        }
        return newestFirst.map { Path.join(versions, $0, "bin/python3.10") }
    }

    private static func check(_ path: String, source: String) async throws -> Found? {
        guard Host.isExecutable(path) else { return nil }
        let code =
            "import sys, platform; print(platform.python_implementation(), platform.python_version(), sys.executable)"
        guard let line = try await firstLine(Tool(path, ["-I", "-c", code])) else { return nil }
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count == 3, words[0] == "CPython", words[1].hasPrefix(version + ".") else { return nil }
        // An environment must be made from the interpreter that a shim runs.
        return Found(path: String(words[2]), version: String(words[1]), source: source)
    }

    /// The first line that a program prints; `nil` if it fails.
    static func firstLine(_ tool: Tool) async throws -> String? {
        do {
            return try await ToolRunner.output(of: tool).first
        } catch {
            if error as? ToolchainError == .interrupted { throw error }
            return nil
        }
    }
}

/// The vendor's own Docker image, for machines where the environment cannot be made.
enum DockerAlternative {
    static let image = "openexplorer/ai_toolchain_ubuntu_20_x5_cpu:v1.2.8"
}

internal import Diagnostics
internal import Support

/// Looks at every piece that a conversion needs.
package struct ToolchainDoctor: Sendable {
    /// One piece.
    package struct Check: Sendable, Hashable {
        package enum Status: String, Sendable, Hashable {
            case ok
            /// Not there, and the work can be done without it.
            case optional
            case missing
        }

        package let name: String
        package let status: Status
        /// What was found; empty if nothing was.
        package let version: String
        /// Where it is, or what is wrong with it.
        package let detail: String
        package let fix: String?

        init(_ name: String, _ status: Status, version: String = "", detail: String = "", fix: String? = nil) {
            self.name = name
            self.status = status
            self.version = version
            self.detail = detail
            self.fix = fix
        }
    }

    private static let installFix = "repvit-convert toolchain install"
    private static let tools = ["hb_mapper", "hb_perf", "hb_model_info", "hbdk-cc", "hbdk-sim"]
    /// A build leaves about 200 MB; less than this is asking for trouble.
    private static let neededBytes = 1_000_000_000
    private static let neededForInstallation = 4_500_000_000

    package init() {}

    /// Runs every program once, so that what is reported works.
    ///
    /// - Throws: ``ToolchainError/interrupted`` only; what is wrong is in the result.
    package func examine() async throws -> [Check] {
        var checks = [platform()]
        let (environment, environmentCheck) = environmentCheck()
        checks.append(try await python(isNeeded: environment == nil))
        checks.append(environmentCheck)
        checks += try await toolChecks(environment)
        checks.append(try await graphviz())
        checks.append(scripts())
        checks.append(space(isInstalled: environment != nil))
        checks.append(try await docker())
        return checks
    }

    private func platform() -> Check {
        let platform = Host.platform
        guard platform == "Linux x86_64" else {
            return Check(
                "platform", .missing, version: platform, detail: "the vendor's programs are for x86-64 Linux",
                fix: "use such a machine, or Docker on one")
        }
        return Check("platform", .ok, version: platform)
    }

    private func python(isNeeded: Bool) async throws -> Check {
        do {
            let found = try await PythonFinder.find()
            return Check("Python 3.10", .ok, version: found.version, detail: "\(found.path) (\(found.source))")
        } catch {
            if error as? ToolchainError == .interrupted { throw error }
            return Check(
                "Python 3.10", isNeeded ? .missing : .optional,
                detail: isNeeded ? "not found" : "needed to install only",
                fix: "pyenv install 3.10, or uv python install 3.10")
        }
    }

    private func environmentCheck() -> (ToolchainEnvironment?, Check) {
        do {
            let environment = try Toolchain.locate()
            return (environment, Check("environment", .ok, detail: environment.folder))
        } catch {
            let folder = (try? Toolchain.folder()) ?? ""
            let isIncomplete = !folder.isEmpty && Folder.exists(folder)
            return (
                nil,
                Check(
                    "environment", .missing, detail: (isIncomplete ? "incomplete: " : "not installed: ") + folder,
                    fix: (error as? any UserError)?.fix ?? Self.installFix)
            )
        }
    }

    private func toolChecks(_ environment: ToolchainEnvironment?) async throws -> [Check] {
        guard let environment else {
            return Self.tools.map { Check($0, .missing, detail: "comes with the environment", fix: Self.installFix) }
        }
        return await withTaskGroup(of: (Int, Check).self) { group in
            for (index, name) in Self.tools.enumerated() {
                group.addTask { (index, await Self.tool(name, in: environment)) }
            }
            var checks: [(Int, Check)] = []
            for await check in group { checks.append(check) }
            return checks.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func tool(_ name: String, in environment: ToolchainEnvironment) async -> Check {
        do {
            let path = try environment.tool(name)
            let lines = try await ToolRunner.output(
                of: Tool(path, ["--version"], environment: environment.variables))
            guard let version = lines.lazy.compactMap(version(in:)).first else {
                return Check(name, .missing, detail: "it does not print its version", fix: installFix)
            }
            return Check(name, .ok, version: version, detail: path)
        } catch {
            return Check(name, .missing, detail: error.userMessage, fix: installFix)
        }
    }

    /// `1.24.3` of `hb_mapper, version 1.24.3`, `3.49.15` of `version: 3.49.15`.
    static func version(in line: String) -> String? {
        if line.hasPrefix("version: ") { return String(line.dropFirst("version: ".count)) }
        guard line.hasPrefix("hb_"), let range = line.firstRange(of: ", version ") else { return nil }
        return String(line[range.upperBound...])
    }

    private func graphviz() async throws -> Check {
        guard let path = Host.program("dot") else {
            return Check(
                "dot (Graphviz)", .missing, detail: "without it hb_perf stops half-way",
                fix: "sudo apt-get install graphviz")
        }
        // dot - graphviz version 2.43.0 (0)
        let line = try await PythonFinder.firstLine(Tool(path, ["-V"])) ?? ""
        let words = line.split(separator: " ")
        let version = words.firstIndex(of: "version").flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
        return Check("dot (Graphviz)", .ok, version: version.map(String.init) ?? "", detail: path)
    }

    private func scripts() -> Check {
        do {
            let scripts = try MapperScripts.locate()
            let lock = try ToolchainLock(path: scripts.lockPath)
            return Check("step scripts", .ok, version: "lock \(lock.folderName)", detail: scripts.folder)
        } catch {
            return Check("step scripts", .missing, detail: error.userMessage, fix: (error as? any UserError)?.fix)
        }
    }

    private func space(isInstalled: Bool) -> Check {
        let place = isInstalled ? Host.currentFolder : ((try? Toolchain.folder()) ?? Host.cacheFolder)
        let needed = isInstalled ? Self.neededBytes : Self.neededForInstallation
        guard let free = Host.freeBytes(at: place) else { return Check("disk space", .optional, detail: place) }
        let figure = "\(free / 1_000_000_000).\(free / 100_000_000 % 10) GB"
        guard free < needed else { return Check("disk space", .ok, version: figure, detail: place) }
        return Check(
            "disk space", .missing, version: figure, detail: "\(place); \(needed / 1_000_000) MB are needed",
            fix: "free some space")
    }

    private func docker() async throws -> Check {
        let image = DockerAlternative.image
        guard let docker = Host.program("docker") else {
            return Check("Docker", .optional, detail: "the alternative to the environment: \(image)")
        }
        let version = try await PythonFinder.firstLine(Tool(docker, ["--version"])) ?? ""
        let words = version.split(separator: " ")
        let number = words.count > 2 ? words[2].prefix { $0 != "," } : ""
        return Check("Docker", .ok, version: String(number), detail: "the alternative: \(image)")
    }
}

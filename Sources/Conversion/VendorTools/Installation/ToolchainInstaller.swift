internal import CompiledModel
package import Diagnostics
internal import Glibc
internal import Support
internal import Synchronization

/// Makes the private environment with the vendor's programs, from the lock and nothing else.
package struct ToolchainInstaller: Sendable {
    package enum Outcome: Sendable, Equatable {
        case installed(ToolchainEnvironment)
        /// It was installed already.
        case alreadyInstalled(ToolchainEnvironment)

        package var environment: ToolchainEnvironment {
            switch self {
            case .installed(let environment), .alreadyInstalled(let environment): environment
            }
        }
    }

    private let lock: ToolchainLock
    /// Where the environment goes.
    package let folder: String

    /// Measured: the environment has 2.7 GB, and its wheels lie on the disk next to it while they are unpacked.
    private static let neededBytes = 4_500_000_000
    /// In an environment from its first moment on, so that only what this program made is ever deleted.
    private static let beginning = ".repvit-convert-begun"
    private static let longestWait = Duration.seconds(1800)

    /// - Throws: ``ToolchainError/scriptsMissing(searched:)``, ``ToolchainError/badLock(path:line:reason:)``.
    package init() throws {
        lock = try ToolchainLock(path: try MapperScripts.locate().lockPath)
        folder = ToolchainEnvironment.expectedFolder(for: lock).folder
    }

    init(lock: ToolchainLock, folder: String) {
        self.lock = lock
        self.folder = folder
    }

    /// The log of the last installation.
    package var logPath: String { folder + ".log" }

    /// Installs what is missing; about a minute over a fast link.
    ///
    /// An environment does not survive being moved, so it is made under its final name; a marker written last
    /// tells a whole one. One that was cut short is made again.
    ///
    /// - Throws: ``ToolchainError``; the incomplete environment is then removed.
    package func run(progress: @escaping Progress.Handler) async throws -> Outcome {
        let environment = ToolchainEnvironment(folder: folder)
        if ToolchainEnvironment.isComplete(folder) { return .alreadyInstalled(environment) }
        guard Host.platform == "Linux x86_64" else { throw ToolchainError.unsupportedPlatform(found: Host.platform) }
        let python = try await PythonFinder.find()
        let held = try await waitForLock(progress: progress)
        defer { withExtendedLifetime(held) {} }
        if ToolchainEnvironment.isComplete(folder) { return .alreadyInstalled(environment) }
        try removeOwn()
        try checkSpace()
        do {
            try await make(python: python, progress: progress)
        } catch {
            try? removeOwn()
            throw error
        }
        return .installed(environment)
    }

    private func waitForLock(progress: Progress.Handler) async throws -> FileLock {
        let path = folder + ".lock"
        let start = ContinuousClock.now
        while true {
            if let lock = try FileLock.take(path) { return lock }
            progress(Progress("waiting for another installation", completed: 0, total: nil))
            guard ContinuousClock.now - start < Self.longestWait else {
                throw ToolchainError.installationBusy(folder: folder)
            }
            do { try await Task.sleep(for: .milliseconds(500)) } catch { throw ToolchainError.interrupted }
        }
    }

    /// Deletes an environment that this program made, whole or not; a foreign folder is refused.
    func removeOwn() throws {
        guard Folder.exists(folder) else { return }
        let names = try Folder.names(in: folder)
        guard names.isEmpty || names.contains(Self.beginning) else {
            throw ToolchainError.installationFailed(
                reason: "\(folder) holds something else", advice: "set REPVIT_TOOLCHAIN to a new folder", log: logPath)
        }
        try Folder.remove(folder)
    }

    private func checkSpace() throws {
        guard let free = Host.freeBytes(at: folder), free < Self.neededBytes else { return }
        throw ToolchainError.installationFailed(
            reason: "\(free / 1_000_000) MB are free, and \(Self.neededBytes / 1_000_000) MB are needed at \(folder)",
            advice: "free some space, or set XDG_CACHE_HOME to another disk", log: logPath)
    }

    private func make(python: PythonFinder.Found, progress: @escaping Progress.Handler) async throws {
        try Folder.create(folder)
        try AtomicFile.write("", to: Path.join(folder, Self.beginning))
        progress(Progress("making a Python \(python.version) environment", completed: 0, total: nil))
        let venv = try await ToolRunner.run(Tool(python.path, ["-I", "-m", "venv", folder]), log: logPath)
        guard venv.succeeded else {
            let lacksPip = venv.lastLines.contains { $0.contains("ensurepip is not available") }
            throw ToolchainError.installationFailed(
                reason: lacksPip ? "\(python.path) has no venv module" : VendorFailure.reason(in: venv.lastLines),
                advice: lacksPip ? "sudo apt-get install python3.10-venv" : nil, log: logPath)
        }
        // pip first: the one that a Python brings cannot say how far it is.
        let pip = lock.pins.filter { $0.name == "pip" }
        try await install(pip, log: folder + ".pip.log", bar: "off", progress: { _ in })
        try await install(lock.pins, log: logPath, bar: pip.isEmpty ? "off" : "raw", progress: progress)
        progress(Progress("checking the toolchain", completed: 0, total: nil))
        let environment = ToolchainEnvironment(folder: folder)
        for name in ["hb_mapper", "hbdk-cc"] {
            let tool = Tool(try environment.tool(name), ["--version"], environment: environment.variables)
            _ = try await ToolRunner.output(of: tool)
        }
        let marker = "lock \(lock.sha256)\npython \(python.version)\n"
        try AtomicFile.write(marker, to: Path.join(folder, ToolchainEnvironment.marker))
        // The first log only matters if pip itself cannot be installed.
        if Host.fileExists(folder + ".pip.log") { unlink(folder + ".pip.log") }
        progress(Progress("checking the toolchain", completed: 1, total: 1))
    }

    private func install(
        _ pins: [ToolchainLock.Pin], log: String, bar: String, progress: @escaping Progress.Handler
    ) async throws {
        guard !pins.isEmpty else { return }
        let requirements = Path.join(folder, ".requirements.txt")
        let lines = pins.map { "\($0.name)==\($0.version) --hash=sha256:\($0.sha256)\n" }
        try AtomicFile.write(lines.joined(), to: requirements)
        let output = Mutex(PipOutput(total: pins.count))
        let result = try await ToolRunner.run(
            Tool(
                Path.join(folder, "bin/python"),
                [
                    "-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-input",
                    "--disable-pip-version-check", "--progress-bar", bar, "--requirement", requirements,
                ],
                // The user's own settings may choose the index, but not where things are put.
                environment: [
                    "PIP_REQUIRE_VIRTUALENV": "1", "PIP_USER": "0", "PYTHONNOUSERSITE": "1", "PYTHONUNBUFFERED": "1",
                ]),
            log: log
        ) { line in
            if let update = output.withLock({ $0.update(with: line.text) }) { progress(update) }
        }
        unlink(requirements)
        guard result.succeeded else {
            let failure = output.withLock { $0.failure(lastLines: result.lastLines) }
            throw ToolchainError.installationFailed(reason: failure.reason, advice: failure.advice, log: log)
        }
    }
}

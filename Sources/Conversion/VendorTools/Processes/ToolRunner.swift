internal import CompiledModel
internal import Glibc
internal import Subprocess
internal import Support
internal import Synchronization
internal import SystemPackage

/// Runs one program at a time, in a session of its own, and leaves no process running.
///
/// Standard output and standard error arrive as one stream of lines while the program runs. When the calling
/// task is cancelled, the whole process group gets `SIGINT`, then `SIGTERM`, then `SIGKILL`, within two seconds.
/// When this process itself is killed, the group ends too: see ``supervisor``.
package enum ToolRunner {
    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - log: a file that gets the lines as they come, progress displays left out; replaced if it exists.
    ///   - line: called for every line, in order.
    /// - Returns: how it ended, whatever its exit status.
    /// - Throws: ``ToolchainError/cannotStart(executable:reason:)``, ``ToolchainError/interrupted`` after
    ///   cancellation, `FileError` if the log cannot be written.
    package static func run(
        _ tool: Tool, log: String? = nil, line: @escaping @Sendable (ToolLine) -> Void = { _ in }
    ) async throws -> ToolResult {
        guard !Task.isCancelled else { throw ToolchainError.interrupted }
        guard let executable = tool.executable.contains("/") ? tool.executable : Host.program(tool.executable),
            Host.isExecutable(executable)
        else {
            throw ToolchainError.cannotStart(executable: tool.executable, reason: "no such program")
        }
        if let folder = tool.folder, !Folder.exists(folder) {
            throw ToolchainError.cannotStart(
                executable: executable, reason: "the working folder \(folder) does not exist")
        }
        let sink = try LineSink(log: log, handler: line)
        let lifeline = try Lifeline()
        let group = Mutex<pid_t>(0)
        let start = ContinuousClock.now
        var ended: Int?
        var failure: String?
        do {
            ended = try await run(executable, tool, lifeline: lifeline, sink: sink, group: group)
        } catch let error as SubprocessError {
            failure = error.description
        } catch {
            failure = error is CancellationError ? nil : "\(error)"
        }
        // The group may outlive its leader: what is left of it ends here.
        let leader = group.withLock(\.self)
        if leader > 1 { kill(-leader, SIGKILL) }
        lifeline.cut()
        sink.finish()
        if Task.isCancelled { throw ToolchainError.interrupted }
        guard let ended else {
            throw ToolchainError.cannotStart(executable: executable, reason: failure ?? "unknown reason")
        }
        if let failed = sink.failure { throw failed }
        return ToolResult(
            exitStatus: ended, seconds: (ContinuousClock.now - start) / .seconds(1), lastLines: sink.lastLines)
    }

    /// Runs a program as ``run(_:log:line:)`` does, and ends it when its time is up.
    ///
    /// - Throws: ``ToolchainError/timedOut(name:limit:)`` also.
    static func run(
        _ tool: Tool, name: String, limit: Duration?, line: @escaping @Sendable (ToolLine) -> Void
    ) async throws -> ToolResult {
        guard let limit else { return try await run(tool, line: line) }
        return try await withThrowingTaskGroup(of: ToolResult?.self) { group in
            group.addTask { try await run(tool, line: line) }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            // Leaving the group waits for the program to end, once it is cancelled.
            defer { group.cancelAll() }
            do {
                if let result = try await group.next() ?? nil { return result }
            } catch is CancellationError {
                throw ToolchainError.interrupted
            }
            throw ToolchainError.timedOut(name: name, limit: limit)
        }
    }

    /// Runs a short program and returns all that it printed.
    ///
    /// - Throws: as ``run(_:log:line:)``, and ``ToolchainError/toolFailed(name:exitStatus:reason:)`` if it fails.
    static func output(of tool: Tool) async throws -> [String] {
        let collected = Mutex<[String]>([])
        let result = try await run(tool) { line in
            if !line.isTransient { collected.withLock { $0.append(line.text) } }
        }
        guard result.succeeded else {
            throw ToolchainError.toolFailed(
                name: Path.name(tool.executable), exitStatus: result.exitStatus,
                reason: VendorFailure.reason(in: result.lastLines))
        }
        return collected.withLock(\.self)
    }

    /// Runs the program and waits; ends the process group at once when its lifeline, standard input, is cut.
    ///
    /// The lifeline's other end is in this process alone, so the kernel cuts it however this process dies.
    /// (`PR_SET_PDEATHSIG` would not do: it is tied to the thread that spawned, and is not inherited.)
    private static let supervisor = """
        exec 3<&0 0</dev/null
        ( exec >/dev/null 2>&1; read -r _ <&3; kill -KILL 0 ) &
        watcher=$!
        trap : INT TERM
        "$@" 3<&-
        status=$?
        kill -KILL "$watcher" 2>/dev/null
        exit "$status"
        """

    private static func run(
        _ executable: String, _ tool: Tool, lifeline: borrowing Lifeline, sink: LineSink, group: borrowing Mutex<pid_t>
    ) async throws -> Int {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .interrupt, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(1200)),
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(800)),
        ]
        let variables = Dictionary(
            uniqueKeysWithValues: tool.environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) })
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: Arguments(["-c", supervisor, "repvit-convert", executable] + tool.arguments),
            environment: .inherit.updating(variables),
            workingDirectory: tool.folder.map { FilePath($0) },
            platformOptions: options,
            input: .fileDescriptor(FileDescriptor(rawValue: lifeline.readEnd), closeAfterSpawningProcess: false),
            output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            group.withLock { $0 = execution.processIdentifier.value }
            for try await buffer in execution.standardOutput {
                buffer.withUnsafeBytes { sink.write($0) }
            }
        }
        switch result.terminationStatus {
        case .exited(let code): return Int(code)
        case .signaled(let signal): return 128 + Int(signal)
        }
    }
}

internal import Dispatch
internal import Glibc
internal import Subprocess
internal import Support
internal import Synchronization
internal import SystemPackage

/// A program that answers one request after another until this object goes.
///
/// Standard input and output are one socket. A message in either direction is its length (32 bits, little-endian) and
/// that many bytes. The program ends when its standard input does, so none outlives this process, however that ends.
final class WorkerProcess: Sendable {
    /// A longer answer is a mistake of the program.
    private static let messageLimit = 64 << 20

    /// Ours of the two ends.
    private let socket: Int32
    private let queue = DispatchQueue(label: "worker")
    private let process: Task<Void, Never>
    /// Gets standard error.
    private let log: String
    private let workspace: TemporaryWorkspace

    /// - Throws: ``ToolchainError/cannotStart(executable:reason:)``, `FileError`.
    init(_ tool: Tool) throws {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
            throw ToolchainError.cannotStart(
                executable: tool.executable, reason: "no socket: " + String(cString: strerror(errno)))
        }
        workspace = try TemporaryWorkspace()
        log = Path.join(workspace.path, "log")
        let errors = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        socket = ends[0]
        let theirs = (input: ends[1], output: fcntl(ends[1], F_DUPFD_CLOEXEC, 0))
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let variables = Dictionary(
            uniqueKeysWithValues: tool.environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) })
        process = Task {
            var options = PlatformOptions()
            options.createSession = true
            options.teardownSequence = [
                .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(200))
            ]
            _ = try? await Subprocess.run(
                .path(FilePath(tool.executable)), arguments: Arguments(tool.arguments),
                environment: .inherit.updating(variables), platformOptions: options,
                // From here on the program alone holds its end: ours sees when it is gone.
                input: .fileDescriptor(FileDescriptor(rawValue: theirs.input), closeAfterSpawningProcess: true),
                output: .fileDescriptor(FileDescriptor(rawValue: theirs.output), closeAfterSpawningProcess: true),
                error: .fileDescriptor(FileDescriptor(rawValue: errors), closeAfterSpawningProcess: true))
        }
    }

    deinit {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
        process.cancel()
    }

    /// The last line that the program wrote to standard error.
    var lastWords: String {
        let lines = (try? readText(log))?.split(whereSeparator: \.isNewline) ?? []
        return lines.last { !$0.allSatisfy(\.isWhitespace) }.map { String($0.prefix(200)) } ?? "it said nothing"
    }

    /// The program's next message; `nil` if it has ended.
    func receive() async -> [UInt8]? {
        await inQueue { [socket] in
            guard let head = Self.read(4, from: socket) else { return nil }
            let count = head.reversed().reduce(0) { $0 << 8 | Int($1) }
            return count <= Self.messageLimit ? Self.read(count, from: socket) : nil
        }
    }

    /// Sends a message, and returns the answer; `nil` if the program has ended.
    func answer(to message: [UInt8]) async -> [UInt8]? {
        let isSent = await inQueue { [socket] in
            let head = (0..<4).map { UInt8(truncatingIfNeeded: message.count >> (8 * $0)) }
            return Self.write(head, to: socket) && Self.write(message, to: socket)
        }
        return isSent ? await receive() : nil
    }

    /// Blocks a thread of its own, and no longer than this task lives.
    private func inQueue<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: work()) }
            }
        } onCancel: {
            shutdown(socket, Int32(SHUT_RDWR))
        }
    }

    private static func read(_ count: Int, from socket: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes[done...].withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            done += got
        }
        return bytes
    }

    private static func write(_ bytes: [UInt8], to socket: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let sent = bytes[done...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent < 0, errno == EINTR { continue }
            guard sent > 0 else { return false }
            done += sent
        }
        return true
    }
}

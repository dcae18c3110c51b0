internal import CompiledModel
internal import Glibc
internal import Support
internal import Synchronization

/// Reads a program's output: cuts it into lines, hands them on, writes the log, remembers the last ones.
final class LineSink: Sendable {
    private static let remembered = 200

    private struct State {
        var splitter = LineSplitter()
        var lastLines: [String] = []
        var logDescriptor: Int32 = -1
        var failure: FileError?
    }

    private let state: Mutex<State>
    private let logPath: String?
    private let handler: @Sendable (ToolLine) -> Void

    init(log: String?, handler: @escaping @Sendable (ToolLine) -> Void) throws {
        self.handler = handler
        logPath = log
        var state = State()
        if let log {
            try Folder.create(Path.folder(log))
            state.logDescriptor = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard state.logDescriptor >= 0 else {
                throw FileError(errno: errno, path: log, operation: "write")
            }
        }
        self.state = Mutex(state)
    }

    deinit {
        state.withLock { if $0.logDescriptor >= 0 { close($0.logDescriptor) } }
    }

    /// Accepts the next bytes.
    func write(_ bytes: UnsafeRawBufferPointer) {
        emit(state.withLock { $0.splitter.append(bytes) })
    }

    /// Accepts the end of the output.
    func finish() {
        if let last = state.withLock({ $0.splitter.finish() }) { emit([last]) }
    }

    var lastLines: [String] { state.withLock(\.lastLines) }

    /// Why the log is not whole, if it is not.
    var failure: FileError? { state.withLock(\.failure) }

    private func emit(_ lines: [ToolLine]) {
        for line in lines {
            handler(line)
            guard !line.isTransient else { continue }
            state.withLock { state in
                state.lastLines.append(line.text)
                if state.lastLines.count > 2 * Self.remembered { state.lastLines.removeFirst(Self.remembered) }
                if let logPath, state.logDescriptor >= 0, state.failure == nil {
                    state.failure = Self.append(line.text + "\n", to: state.logDescriptor, path: logPath)
                }
            }
        }
    }

    private static func append(_ text: String, to descriptor: Int32, path: String) -> FileError? {
        var text = text
        return text.withUTF8 { bytes -> FileError? in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    return errno == ENOSPC
                        ? .diskFull(path: path)
                        : .failed(path: path, operation: "write", reason: String(cString: strerror(errno)))
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
            return nil
        }
    }
}

/// One run of a program, as a value: what, with which arguments, where.
public struct Tool: Sendable, Hashable {
    /// Path of the executable, or a name that is looked up in `PATH`.
    public var executable: String
    public var arguments: [String]
    /// Variables in addition to this process's own.
    public var environment: [String: String]
    /// Working folder; this process's own if `nil`.
    public var folder: String?

    public init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], folder: String? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
    }
}

/// How a program ended.
public struct ToolResult: Sendable, Hashable {
    /// The exit status; 128 + the signal's number if a signal ended it.
    public let exitStatus: Int
    /// Wall-clock time.
    public let seconds: Double
    /// The last lines that it printed, progress displays left out.
    public let lastLines: [String]

    public var succeeded: Bool { exitStatus == 0 }
}

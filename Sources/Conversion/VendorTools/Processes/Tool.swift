/// One run of a program, as a value: what, with which arguments, where.
package struct Tool: Sendable, Hashable {
    /// Path of the executable, or a name that is looked up in `PATH`.
    package var executable: String
    package var arguments: [String]
    /// Variables in addition to this process's own.
    package var environment: [String: String]
    /// Working folder; this process's own if `nil`.
    package var folder: String?

    package init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], folder: String? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
    }
}

/// How a program ended.
package struct ToolResult: Sendable, Hashable {
    /// The exit status; 128 + the signal's number if a signal ended it.
    package let exitStatus: Int
    /// Wall-clock time.
    package let seconds: Double
    /// The last lines that it printed, progress displays left out.
    package let lastLines: [String]

    package var succeeded: Bool { exitStatus == 0 }
}

/// How an ``Executor`` works.
package struct ExecutorOptions: Sendable, Hashable {
    /// 4 GiB.
    package static let defaultMemoryLimit = 4 << 30

    /// How many threads compute; `nil`: one for each core.
    package var threads: Int?
    /// Bytes that values and weights may take at a time. A model that needs more is refused before the memory is asked for.
    package var memoryLimit: Int

    /// Values that runs may keep or start from without the graph being prepared again for it. They are computed on their
    /// own rather than together with others, and take memory until a run ends.
    package var checkpoints: Set<String>

    package init(
        threads: Int? = nil, memoryLimit: Int = ExecutorOptions.defaultMemoryLimit, checkpoints: Set<String> = []
    ) {
        self.threads = threads
        self.checkpoints = checkpoints
        self.memoryLimit = memoryLimit
    }
}

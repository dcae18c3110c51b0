/// How an ``Executor`` works.
package struct ExecutorOptions: Sendable, Hashable {
    /// 4 GiB.
    package static let defaultMemoryLimit = 4 << 30

    /// How many threads compute; `nil`: one for each core.
    package var threads: Int?
    /// Bytes that values and weights may take at a time. A model that needs more is refused before the memory is asked for.
    package var memoryLimit: Int

    package init(threads: Int? = nil, memoryLimit: Int = ExecutorOptions.defaultMemoryLimit) {
        self.threads = threads
        self.memoryLimit = memoryLimit
    }
}

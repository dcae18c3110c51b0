/// How an ``Executor`` works.
public struct ExecutorOptions: Sendable, Hashable {
    /// 4 GiB.
    public static let defaultMemoryLimit = 4 << 30

    /// How many threads compute; `nil`: one for each core.
    public var threads: Int?
    /// Bytes that values and weights may take at a time. A model that needs more is refused before the memory is asked for.
    public var memoryLimit: Int

    public init(threads: Int? = nil, memoryLimit: Int = ExecutorOptions.defaultMemoryLimit) {
        self.threads = threads
        self.memoryLimit = memoryLimit
    }
}

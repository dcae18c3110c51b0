internal import FoundationEssentials

/// The processors that this process may use.
enum Cores {
    static let count = max(1, ProcessInfo.processInfo.activeProcessorCount)
}

internal import FoundationEssentials

/// The processors that this process may use.
package enum Cores {
    package static let count = max(1, ProcessInfo.processInfo.activeProcessorCount)
}

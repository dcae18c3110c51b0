/// Turns Ctrl-C (`SIGINT`), `SIGTERM` and `SIGHUP` into cancellation of a task.
package enum Interruption {
    /// Runs work; a signal cancels it, and it then ends by throwing ``ToolchainError/interrupted``.
    ///
    /// Work that has not ended ``SignalWatch/patience`` after the signal, or when a second one comes, is left
    /// it: the process exits at once with status 130. Programs that ``ToolRunner`` runs end even then.
    /// One call at a time in a process: meant for `main`.
    ///
    /// - Throws: ``ToolchainError/interrupted`` if a signal came, whatever the cancelled work threw; else what it
    ///   throws.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { try await work() }
        let watch = try SignalWatch { task.cancel() }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        let isInterrupted = watch.stop()
        if isInterrupted, case .failure = result { throw ToolchainError.interrupted }
        return try result.get()
    }
}

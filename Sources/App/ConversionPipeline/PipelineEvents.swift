package import Diagnostics

/// Callbacks of a running pipeline.
package struct PipelineEvents: Sendable {
    /// A stage starts (`nil`) or ends.
    package var stage: @Sendable (_ name: String, _ outcome: StageOutcome?) -> Void
    /// The progress of a stage.
    package var progress: Progress.Handler
    /// A note or warning that does not stop the run.
    package var finding: @Sendable (Finding) -> Void

    package init(
        stage: @escaping @Sendable (_ name: String, _ outcome: StageOutcome?) -> Void = { _, _ in },
        progress: @escaping Progress.Handler = { _ in },
        finding: @escaping @Sendable (Finding) -> Void = { _ in }
    ) {
        self.stage = stage
        self.progress = progress
        self.finding = finding
    }
}

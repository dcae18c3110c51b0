package import Diagnostics

/// What a running pipeline tells whoever watches it.
package struct PipelineEvents: Sendable {
    /// A stage begins (`nil`) or ends.
    package var stage: @Sendable (_ name: String, _ outcome: StageOutcome?) -> Void
    /// How far a stage has come.
    package var progress: Progress.Handler
    /// Something worth knowing, or a warning, that does not stop the run.
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

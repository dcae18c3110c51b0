public import Diagnostics

/// What a running pipeline tells whoever watches it.
public struct PipelineEvents: Sendable {
    /// A stage begins (`nil`) or ends.
    public var stage: @Sendable (_ name: String, _ outcome: StageOutcome?) -> Void
    /// How far a stage has come.
    public var progress: Progress.Handler
    /// Something worth knowing, or a warning, that does not stop the run.
    public var finding: @Sendable (Finding) -> Void

    public init(
        stage: @escaping @Sendable (_ name: String, _ outcome: StageOutcome?) -> Void = { _, _ in },
        progress: @escaping Progress.Handler = { _ in },
        finding: @escaping @Sendable (Finding) -> Void = { _ in }
    ) {
        self.stage = stage
        self.progress = progress
        self.finding = finding
    }
}

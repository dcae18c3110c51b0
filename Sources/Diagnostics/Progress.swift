/// How far a long piece of work has come; drawn by `ProgressBar`, or ignored.
public struct Progress: Sendable, Hashable {
    /// What is being done: "calibration images", "downloading model.safetensors".
    public var label: String
    public var completed: Int
    /// `nil` while it is not known how much there is.
    public var total: Int?
    public var unit: Unit

    public enum Unit: Sendable, Hashable {
        case items
        case bytes
    }

    public init(_ label: String, completed: Int, total: Int?, unit: Unit = .items) {
        self.label = label
        self.completed = completed
        self.total = total
        self.unit = unit
    }

    /// Called as work goes on, from any thread.
    public typealias Handler = @Sendable (Progress) -> Void
}

/// How far a long piece of work has come; drawn by `ProgressBar`, or ignored.
package struct Progress: Sendable, Hashable {
    /// What is being done: "calibration images", "downloading model.safetensors".
    package var label: String
    package var completed: Int
    /// `nil` while it is not known how much there is.
    package var total: Int?
    package var unit: Unit

    package enum Unit: Sendable, Hashable {
        case items
        case bytes
    }

    package init(_ label: String, completed: Int, total: Int?, unit: Unit = .items) {
        self.label = label
        self.completed = completed
        self.total = total
        self.unit = unit
    }

    /// Called as work goes on, from any thread.
    package typealias Handler = @Sendable (Progress) -> Void
}

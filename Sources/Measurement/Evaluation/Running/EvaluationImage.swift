/// An image to evaluate with.
package struct EvaluationImage: Sendable, Hashable {
    package var path: String
    /// The index of its class, if it is known.
    package var label: Int?

    package init(path: String, label: Int? = nil) {
        self.path = path
        self.label = label
    }
}

/// The shape of the classifier at the end of the network.
package struct ClassifierHead: Sendable, Hashable {
    package var classes: Int
    /// Whether there are two heads, one trained on labels and one on a teacher, whose mean is the output.
    package var isDistilled: Bool

    package init(classes: Int, isDistilled: Bool) {
        self.classes = classes
        self.isDistilled = isDistilled
    }

    /// The scopes of the heads: BatchNorm (`bn`), then a linear layer (`l`).
    package var scopes: [String] { isDistilled ? ["head.head", "head.head_dist"] : ["head.head"] }

    /// More classes than any published classifier has; a larger number in a file or option is a mistake.
    package static let maximumClasses = 100_000
}

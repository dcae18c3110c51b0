/// The shape of the classifier at the end of the network.
public struct ClassifierHead: Sendable, Hashable {
    public var classes: Int
    /// Whether there are two heads, one trained on labels and one on a teacher, whose mean is the output.
    public var isDistilled: Bool

    public init(classes: Int, isDistilled: Bool) {
        self.classes = classes
        self.isDistilled = isDistilled
    }

    /// The scopes of the heads: BatchNorm (`bn`), then a linear layer (`l`).
    public var scopes: [String] { isDistilled ? ["head.head", "head.head_dist"] : ["head.head"] }

    /// More classes than any published classifier has; a larger number in a file or option is a mistake.
    public static let maximumClasses = 100_000
}

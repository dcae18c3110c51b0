/// Operators and how often each is there, in a few words.
package enum OperatorSummary {
    /// How many kinds are named.
    private static let kinds = 4

    /// `6 Conv, 2 Erf, Add, Mul, 3 more`: the most frequent first.
    package static func text(of operators: [(name: String, count: Int)]) -> String {
        let most = operators.sorted { $0.count > $1.count }
        let shown = most.prefix(kinds).map { $0.count == 1 ? $0.name : "\($0.count) \($0.name)" }
        let rest = most.dropFirst(kinds).reduce(0) { $0 + $1.count }
        return shown.joined(separator: ", ") + (rest > 0 ? ", \(rest) more" : "")
    }
}

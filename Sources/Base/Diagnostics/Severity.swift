/// How severe a ``Finding`` is.
package enum Severity: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Worth knowing; never fails a command.
    case note
    /// Works, but is likely to cost speed or accuracy.
    case warning
    /// Will not work.
    case error

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }
}

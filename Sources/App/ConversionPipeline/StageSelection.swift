/// Which stages of a command run.
package enum StageSelection: Sendable, Equatable {
    /// Those that are not up to date.
    case outdated
    /// All, also those that are up to date.
    case all
    /// This one and the later ones; the earlier ones must be up to date.
    case from(String)
    /// This one alone; the earlier ones must be up to date.
    case only(String)

    /// What happens to a stage.
    enum Decision: Equatable {
        case runIfOutdated
        case run
        /// It must be up to date, since later stages read what it wrote.
        case require
        /// Whether it is up to date does not matter.
        case leave
    }

    /// - Parameter order: the names of all stages, in the order in which they run.
    func decision(for stage: String, in order: [String]) -> Decision {
        switch self {
        case .outdated: .runIfOutdated
        case .all: .run
        case .from(let chosen): Self.isEarlier(stage, than: chosen, in: order) ? .require : .run
        case .only(let chosen):
            if stage == chosen { .run } else { Self.isEarlier(stage, than: chosen, in: order) ? .require : .leave }
        }
    }

    private static func isEarlier(_ stage: String, than other: String, in order: [String]) -> Bool {
        guard let first = order.firstIndex(of: stage), let second = order.firstIndex(of: other) else { return false }
        return first < second
    }
}

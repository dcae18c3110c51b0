/// What evaluating one image gave: a line of the journal.
struct ImageRecord: Sendable, Codable {
    struct Outcome: Sendable, Codable {
        var ranking: Ranking
        /// Time of the engine alone.
        var seconds: Double
        /// `nil` for the float model, and where there is none.
        var distance: LogitDistance?
    }

    /// Why the image could not be read.
    var problem: String?
    /// Time to read, decode and scale it.
    var seconds: Double
    /// By engine.
    var outcomes: [String: Outcome] = [:]
}

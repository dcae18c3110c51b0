/// Where a model was read from. Two models are the same wherever they came from, so all origins are equal.
struct ModelOrigin: Sendable, Equatable {
    var path: String?
    /// The files beside it that hold payloads; `nil` for a model that came from memory.
    var externalFiles: ExternalFiles?

    static func == (lhs: Self, rhs: Self) -> Bool { true }
}

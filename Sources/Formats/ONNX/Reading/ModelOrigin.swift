/// Where a model was read from. Two models are the same wherever they came from, so all origins are equal.
package struct ModelOrigin: Sendable, Equatable {
    package var path: String?
    /// The files beside it that hold payloads; `nil` for a model that came from memory.
    var externalFiles: ExternalFiles?

    package static func == (lhs: Self, rhs: Self) -> Bool { true }
}

extension Model {
    /// How many bytes ``write(to:)`` writes.
    package var encodedByteCount: Int { ModelEncoder.encode(self).count }
}

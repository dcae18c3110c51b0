extension Model {
    /// How many bytes ``write(to:)`` writes.
    public var encodedByteCount: Int { ModelEncoder.encode(self).count }
}

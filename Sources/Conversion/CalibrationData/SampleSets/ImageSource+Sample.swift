package import Diagnostics

extension ImageSource {
    /// Paths of some of the images, chosen by the seed; fewer if there are not so many.
    ///
    /// - Parameter warn: is told of what is passed over.
    /// - Throws: `FileError`, or ``CalibrationError/noImages(path:)``.
    package func sample(
        count: Int, seed: UInt64, warn: (Finding) -> Void
    ) throws -> [String] {
        Array(try candidates(excluding: [], warn: warn).shuffled(seed: seed).prefix(count))
    }
}

extension ImageSource {
    /// The candidate files, relative to ``base`` unless absolute.
    ///
    /// - Throws: `FileError`, or ``CalibrationError``.
    package func files() throws -> [String] { try candidates(excluding: []) { _ in } }
}

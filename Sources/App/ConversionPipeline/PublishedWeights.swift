package import Diagnostics
package import Downloads
package import RepViT
internal import Safetensors

/// The trained weights of the variants on the model hub, in timm's repositories.
package struct PublishedWeights: Sendable {
    package var variant: Variant
    package var epochs: TrainingEpochs
    /// A branch, a tag or a commit.
    package var revision: String

    package init(of variant: Variant, epochs: TrainingEpochs = .epochs450, revision: String = "main") {
        self.variant = variant
        self.epochs = epochs
        self.revision = revision
    }

    /// Downloads them, unless an earlier run did. They count only if they are a whole safetensors file.
    ///
    /// - Parameter path: the user's cache if `nil`.
    /// - Throws: ``DownloadError``, ``FileError``.
    package func download(
        to path: String? = nil, progress: @escaping Progress.Handler = { _ in }
    ) async throws -> DownloadedFile {
        try await HubClient().download(
            "model.safetensors", of: variant.hubRepository(epochs: epochs), revision: revision, to: path,
            validate: { _ = try SafetensorsFile(path: $0) }, progress: progress)
    }
}

internal import CompiledModel
package import Diagnostics
package import Downloads
package import RepViT

/// The compiled models that the vendor publishes for the RDK X5.
package struct PublishedBin: Sendable {
    package let variant: Variant

    /// The variants that are published, smallest first.
    package static let variants = Variant.allCases.filter { $0.publishedBoardFigures != nil }

    /// - Throws: ``NotPublished``.
    package init(of variant: Variant) throws {
        guard Self.variants.contains(variant) else { throw NotPublished(variant: variant) }
        self.variant = variant
    }

    package var fileName: String { "RepViT_\(variant.rawValue)_224x224_nv12.bin" }

    /// Downloads it, unless an earlier run did. It counts only if it is a whole compiled model with an NV12 input.
    ///
    /// - Parameters:
    ///   - path: the user's cache if `nil`.
    ///   - base: the address of a mirror's folder; the vendor's archive if `nil`.
    /// - Throws: ``DownloadError``, ``FileError``.
    package func download(
        to path: String? = nil, from base: String? = nil, progress: @escaping Progress.Handler = { _ in }
    ) async throws -> DownloadedFile {
        try await ModelArchive(base: base).download(
            fileName, to: path,
            validate: { path in
                guard try BinModel(path: path).imageSize != nil else {
                    throw CompiledModelError(path: path, reason: "it has no NV12 input")
                }
            }, progress: progress)
    }
}

/// The vendor does not publish a compiled model of the variant.
package struct NotPublished: UserError, Equatable {
    let variant: Variant

    package var message: String { "no compiled model of \(variant.rawValue) is published" }
    package var fix: String? {
        let names = PublishedBin.variants.map(\.rawValue).joined(separator: ", ")
        return "choose one of \(names), or build it: `repvit-convert prepare \(variant.rawValue)`"
    }
    package var exitStatus: ExitStatus { .usage }
}

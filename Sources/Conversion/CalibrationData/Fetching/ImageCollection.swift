package import Support

/// A public set of photographs that can be downloaded as one archive.
package struct ImageCollection: Sendable, Hashable {
    package let name: String
    package let title: String
    package let url: String
    /// As published with the archive.
    package let checksum: Checksum
    package let bytes: Int

    /// The sets that are known by name. Sizes are rounded; checksums are those of torchvision's `Imagenette`.
    package static let all = [
        ImageCollection(
            name: "imagenette-160", title: "13,394 images of 10 classes of ImageNet, short side 160",
            url: "https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-160.tgz",
            checksum: .md5("e793b78cc4c9e9a4ccc0c1155377a412"), bytes: 99_000_000),
        ImageCollection(
            name: "imagenette-320", title: "the same, short side 320: enough for an input of 224",
            url: "https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-320.tgz",
            checksum: .md5("3df6f0d01a2c9592104656642f5e78a3"), bytes: 342_000_000),
        ImageCollection(
            name: "imagenette", title: "the same in full size",
            url: "https://s3.amazonaws.com/fast-ai-imageclas/imagenette2.tgz",
            checksum: .md5("fe2fc210e6bb7c5664d602c3cd71e612"), bytes: 1_557_000_000),
    ]

    package static func named(_ name: String) -> ImageCollection? { all.first { $0.name == name } }
}

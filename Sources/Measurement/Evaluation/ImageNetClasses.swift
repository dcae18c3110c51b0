/// One class that a model tells apart.
package struct ImageClass: Sendable, Hashable {
    /// The place in the model's output, from 0.
    package var index: Int
    /// The WordNet identifier: `n01440764`.
    package var wnid: String
    /// A name for people to read: `tench`.
    package var name: String

    package init(index: Int, wnid: String, name: String) {
        self.index = index
        self.wnid = wnid
        self.name = name
    }
}

/// The 1000 classes of ImageNet-1k, which the published RepViT weights tell apart.
package enum ImageNetClasses {
    /// In the order of the model's outputs: `all[i].index == i`.
    package static let all: [ImageClass] = {
        guard let classes = try? LabelsFile.parse(ImageNetLabels.text, path: "ImageNetLabels.swift") else {
            preconditionFailure("the built-in labels are well-formed")
        }
        return classes
    }()
}

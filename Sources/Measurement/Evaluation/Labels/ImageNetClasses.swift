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
///
/// Source of `imagenet-labels.tsv`: the ILSVRC 2012 synsets, sorted by identifier; names are their first lemma.
package enum ImageNetClasses {
    /// In the order of the model's outputs: `all[i].index == i`.
    package static let all: [ImageClass] = {
        let text = String(decoding: PackageResources.imagenet_labels_tsv, as: UTF8.self)
        guard let classes = try? LabelsFile.parse(text, path: "imagenet-labels.tsv") else {
            preconditionFailure("the built-in labels are well-formed")
        }
        return classes
    }()

    /// The place of each class by its WordNet identifier.
    package static let indexByIdentifier = Dictionary(uniqueKeysWithValues: all.map { ($0.wnid, $0.index) })
}

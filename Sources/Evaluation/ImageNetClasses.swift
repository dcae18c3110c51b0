/// One class that a model tells apart.
public struct ImageClass: Sendable, Hashable {
    /// The place in the model's output, from 0.
    public var index: Int
    /// The WordNet identifier: `n01440764`.
    public var wnid: String
    /// A name for people to read: `tench`.
    public var name: String

    public init(index: Int, wnid: String, name: String) {
        self.index = index
        self.wnid = wnid
        self.name = name
    }
}

/// The 1000 classes of ImageNet-1k, which the published RepViT weights tell apart.
public enum ImageNetClasses {
    /// In the order of the model's outputs: `all[i].index == i`.
    public static let all: [ImageClass] = {
        guard let classes = try? LabelsFile.parse(ImageNetLabels.text, path: "ImageNetLabels.swift") else {
            preconditionFailure("the built-in labels are well-formed")
        }
        return classes
    }()
}

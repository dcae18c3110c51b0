internal import CalibrationData
internal import Support

/// The images that a limited evaluation uses.
package enum ImageChoice {
    /// So many of the images, in their order: a choice that depends on the images and the seed alone. Labeled images are
    /// chosen class by class, so that classes differ by at most one image where they have enough.
    package static func choose(_ limit: Int, of images: [EvaluationImage], seed: UInt64) -> [EvaluationImage] {
        guard limit < images.count else { return images }
        var classes: [Int?: [Int]] = [:]
        for index in images.indices.map({ $0 }).shuffled(seed: seed) {
            classes[images[index].label, default: []].append(index)
        }
        // What has no label comes last.
        let labels = classes.keys.compactMap(\.self).sorted().shuffled(seed: seed)
        let groups = labels.compactMap { classes[$0] }
        var chosen: [Int] = []
        for turn in 0..<(groups.map(\.count).max() ?? 0) where chosen.count < limit {
            for group in groups where turn < group.count { chosen.append(group[turn]) }
        }
        chosen += classes[nil] ?? []
        return chosen.prefix(limit).sorted().map { images[$0] }
    }
}

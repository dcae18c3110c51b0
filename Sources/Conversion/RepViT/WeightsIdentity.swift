internal import Safetensors

/// What a set of tensors looks like, told by names and shapes alone.
struct WeightsIdentity {
    private let tensors: [String: WeightTensor]
    /// Tensors in the file, those left out included.
    private let count: Int

    init(_ tensors: [String: WeightTensor], count: Int) {
        self.tensors = tensors
        self.count = count
    }

    private static let landmark = "stem.conv1.c.weight"

    /// What is before timm's name in every tensor's name, such as `module.` or `state_dict.model.`.
    static func commonPrefix(of tensors: [WeightTensor]) -> String? {
        let marked = tensors.filter { $0.name.hasSuffix("." + landmark) }
        guard marked.count == 1, !tensors.contains(where: { $0.name == landmark }) else { return nil }
        let prefix = String(marked[0].name.dropLast(landmark.count))
        return tensors.allSatisfy { $0.name.hasPrefix(prefix) } ? prefix : nil
    }

    /// The variant with these stages' widths and depths, if there is one.
    var variant: Variant? {
        var depths: [Int: Int] = [:]
        for name in tensors.keys {
            let parts = name.split(separator: ".", maxSplits: 4)
            guard parts.count > 4, parts[0] == "stages", parts[2] == "blocks", let stage = Int(parts[1]),
                let block = Int(parts[3]), block < 1000
            else { continue }
            depths[stage] = max(depths[stage] ?? 0, block + 1)
        }
        let widths = (0..<4).map { stage -> Int? in
            let shape = tensors["stages.\(stage).blocks.0.token_mixer.conv.c.weight"]?.shape
            return shape?.first
        }
        return Variant.allCases.first { variant in
            widths == variant.embeddingDimensions && (0..<4).map { depths[$0] } == variant.depths
        }
    }

    /// Refuses weights that are clearly of something else, by saying of what.
    func check(isOf asked: Variant) throws {
        if let found = variant {
            if tensors["stages.0.blocks.0.token_mixer.conv1.c.weight"] != nil { throw WeightsProblem.legacy }
            if found != asked { throw WeightsProblem.otherVariant(asked: asked, found: found) }
        } else if tensors["stem.conv1.weight"] != nil, tensors["stem.conv1.bias"] != nil {
            throw WeightsProblem.alreadyFused
        } else if !tensors.keys.contains(where: { $0.hasPrefix("stem.") || $0.hasPrefix("stages.") }) {
            let first = tensors.keys.min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            throw WeightsProblem.notRepViT(tensor: first, count: count)
        }
    }

    func classifierHead() throws -> ClassifierHead {
        let name = "head.head.l.weight"
        guard let shape = tensors[name]?.shape else { throw WeightsProblem.noClassifier }
        guard shape.count == 2 else { throw WeightsProblem.shape(tensor: name, expected: [1000, 384], found: shape) }
        guard (1...ClassifierHead.maximumClasses).contains(shape[0]) else {
            throw WeightsProblem.classCount(tensor: name, classes: shape[0])
        }
        let isDistilled = tensors.keys.contains { $0.hasPrefix("head.head_dist.") }
        return ClassifierHead(classes: shape[0], isDistilled: isDistilled)
    }
}

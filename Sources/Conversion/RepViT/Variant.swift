// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// A member of the RepViT family (https://arxiv.org/abs/2307.09283), by its published name.
///
/// The underscore in the names is the published one: `m0_9` is "M0.9".
package enum Variant: String, Sendable, Hashable, Codable, CaseIterable {
    case m0_9
    case m1_0
    case m1_1
    case m1_5
    case m2_3

    /// Channels of the four stages, from the paper's model zoo.
    package var embeddingDimensions: [Int] {
        switch self {
        case .m0_9: [48, 96, 192, 384]
        case .m1_0: [56, 112, 224, 448]
        case .m1_1, .m1_5: [64, 128, 256, 512]
        case .m2_3: [80, 160, 320, 640]
        }
    }

    /// Blocks of the four stages, without the one inside each downsampling.
    package var depths: [Int] {
        switch self {
        case .m0_9, .m1_0: [2, 2, 14, 2]
        case .m1_1: [2, 2, 12, 2]
        case .m1_5: [4, 4, 24, 4]
        case .m2_3: [6, 6, 34, 2]
        }
    }

    /// The name by which timm makes this model: `repvit_m0_9`.
    package var timmName: String { "repvit_\(rawValue)" }

    /// The model hub's repository with timm's weights for ImageNet-1k, trained with distillation.
    package func hubRepository(epochs: TrainingEpochs = .epochs450) -> String {
        "timm/\(timmName).dist_\(epochs.rawValue)_in1k"
    }

    /// What was published for this variant on the RDK X5; `nil` for those that were not.
    package var publishedBoardFigures: BoardFigures? {
        switch self {
        case .m0_9:
            BoardFigures(
                parameters: "5.1 M", floatTop1: 0.7632, quantizedTop1: 0.7575, latencyMs: 1.65,
                framesPerSecond: 902.69, threads: 4)
        case .m1_0:
            BoardFigures(
                parameters: "6.8 M", floatTop1: 0.7675, quantizedTop1: 0.7650, latencyMs: 1.97,
                framesPerSecond: 692.29, threads: 4)
        case .m1_1:
            BoardFigures(
                parameters: "8.2 M", floatTop1: 0.7773, quantizedTop1: 0.7750, latencyMs: 2.32,
                framesPerSecond: 590.42, threads: 4)
        case .m1_5, .m2_3: nil
        }
    }
}

/// How long the published weights were trained.
package enum TrainingEpochs: String, Sendable, Hashable, Codable, CaseIterable {
    case epochs300 = "300e"
    case epochs450 = "450e"
}

/// What D-Robotics' model zoo publishes of a model on the board itself.
package struct BoardFigures: Sendable, Hashable {
    /// Rounded, in millions.
    package var parameters: String
    /// Shares, 0...1. The page does not say of which images.
    package var floatTop1: Double
    package var quantizedTop1: Double
    /// Of one image, with one thread.
    package var latencyMs: Double
    package var framesPerSecond: Double
    /// How many threads kept the BPU busy.
    package var threads: Int
}

internal import ONNX

/// Losses, reduced to a number unless `reduction` is `none`.
enum Losses {
    /// Probabilities `[N, C, ...]`, targets `[N, ...]`, perhaps weights `[C]`.
    static func negativeLogLikelihood(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0), context.shape(1) != nil else { return }
        guard data.count >= 2 else { throw context.failure("it needs 2 axes, found \(data.text)") }
        guard let target = try context.shape(1, rank: data.count - 1) else { return }
        let outer = [data[0]] + data.dropFirst(2)
        let merged = try context.opset < 22 ? merged(context, outer, target) : context.merge(target, outer)
        if let weights = try context.shape(2, rank: 1), context.opset >= 22 {
            var channels = data[1]
            try context.unify(&channels, weights[0])
        }
        context.set(0, type, try isReduced(context) ? [] : merged)
    }

    /// Before opset 22 the data's names hold, and targets are only compared.
    private static func merged(
        _ context: NodeContext, _ data: [Dimension], _ target: [Dimension]
    ) throws -> [Dimension] {
        _ = try context.merge(data, target)
        return data
    }

    static func softmaxCrossEntropy(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, try isReduced(context) ? [] : context.shape(1))
        context.set(1, type, context.shape(0))
    }

    private static func isReduced(_ context: NodeContext) throws -> Bool {
        try context.node.text("reduction", default: "mean") != "none"
    }
}

internal import ONNX

/// Normalizations with more than one output, or with conditions on their inputs.
enum Normalization {
    /// The statistics that training returns have one value a channel.
    static func batch(_ context: inout NodeContext) throws {
        try context.copy()
        guard context.opset >= 14 else {
            checkChannels(&context)
            for index in 1..<5 {
                context.set(index, context.elementType(0), context.shape(index))
            }
            return
        }
        var channels = Dimension.unknown
        if let shape = context.shape(0) { channels = shape.count > 1 ? shape[1] : 1 }
        for index in 1..<5 {
            if let shape = try context.shape(index, rank: 1) { try context.unify(&channels, shape[0]) }
        }
        let isTraining = try context.node.flag("training_mode", default: false)
        guard context.outputs.count == (isTraining ? 3 : 1) else {
            throw context.failure(
                "it has \(context.outputs.count) outputs \(isTraining ? "in training" : "outside of training")")
        }
        guard isTraining else { return }
        context.set(1, try context.element(3), [channels])
        context.set(2, try context.element(4), [channels])
    }

    /// Before opset 14, onnx does not look.
    private static func checkChannels(_ context: inout NodeContext) {
        guard let shape = context.shape(0), shape.count > 1, case .fixed(let channels) = shape[1] else { return }
        for index in 1..<5 {
            guard let size = context.shape(index)?.first?.size, size != channels else { continue }
            context.recordImpossible("\(channels) channels come in, and input \(index) has values for \(size)")
        }
    }

    /// Mean and inverse deviation keep the axes before `axis`, the others become 1. They are of the stash type.
    static func layer(_ context: inout NodeContext) throws {
        try context.copy()
        let stash = try context.elementTypeAttribute("stash_type") ?? .float
        context.set(1, stash, nil)
        context.set(2, stash, nil)
        guard let shape = context.shape(0) else { return }
        let axis = try firstAxis(context, shape)
        let reduced = shape.indices.map { $0 < axis ? shape[$0] : 1 }
        context.set(1, stash, reduced)
        context.set(2, stash, reduced)
    }

    static func rootMeanSquare(_ context: inout NodeContext) throws {
        try context.copy()
        if let shape = context.shape(0) { _ = try firstAxis(context, shape) }
    }

    private static func firstAxis(_ context: NodeContext, _ shape: [Dimension]) throws -> Int {
        let stated = try context.node.integer("axis", default: -1)
        let axis = stated < 0 ? try context.sum(stated, shape.count) : stated
        guard axis >= 0 else {
            throw context.node.refusal("axis", "\(stated) is not an axis of a tensor of rank \(shape.count)")
        }
        return axis
    }

    /// The axes are those of channels and space: 0, 2 and 3.
    static func meanVariance(_ context: inout NodeContext) throws {
        try context.copy()
        guard let shape = context.shape(0) else { return }
        if let axes = try context.node.integers("axes") {
            _ = try context.axes(axes, rank: shape.count, distinct: false)
        } else if shape.count < 4 {
            context.recordImpossible("it needs axes 0, 2 and 3, found \(shape.text)")
            context.set(0, try context.element(0), nil)
        }
    }
}

internal import ONNX

/// Optimizers: rate and step, then tensors with their gradients and moments.
enum Training {
    static func adagrad(_ context: inout NodeContext) throws { try update(&context, copied: [0, 2], of: 3) }
    static func momentum(_ context: inout NodeContext) throws {
        try check(context, groups: 3)
        try update(&context, copied: [0, 2], of: 3)
    }
    static func adam(_ context: inout NodeContext) throws {
        try check(context, groups: 4)
        try update(&context, copied: [0, 2, 3], of: 4)
    }

    private static func check(_ context: NodeContext, groups: Int) throws {
        guard context.inputs.count >= 2, (context.inputs.count - 2).isMultiple(of: groups) else {
            throw context.failure("\(context.inputs.count) inputs are not 2 and a multiple of \(groups)")
        }
    }

    /// Outputs are as some of the groups of inputs.
    private static func update(_ context: inout NodeContext, copied: [Int], of groups: Int) throws {
        let count = max(0, context.inputs.count - 2) / groups
        for (place, group) in copied.enumerated() {
            for index in 0..<count { try context.copy(2 + group * count + index, to: place * count + index) }
        }
    }
}

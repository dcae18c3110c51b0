/// Normalizations with more than one output.
enum Normalization {
    /// The statistics that training returns have one value a channel.
    static func batch(_ context: inout NodeContext) throws(ONNXError) {
        let shape = context.shape(0)
        context.set(0, context.elementType(0), shape)
        if let shape, shape.count > 1, case .fixed(let channels) = shape[1] {
            for index in 1..<5 {
                guard let size = context.shape(index)?.first?.size, size != channels else { continue }
                throw context.failure("\(channels) channels come in, and input \(index) has values for \(size)")
            }
        }
        for index in 1..<5 { context.set(index, context.elementType(index), context.shape(index)) }
    }

    /// Mean and inverse deviation keep the axes before `axis`, the others become 1. They are float32, as the stash type
    /// says.
    static func layer(_ context: inout NodeContext) throws(ONNXError) {
        let shape = context.shape(0)
        context.set(0, context.elementType(0), shape)
        guard let shape else { return }
        let axis = try context.axis(try context.node.integer("axis", default: -1), rank: shape.count)
        let stash = ElementType(rawValue: Int32(truncatingIfNeeded: try context.node.integer("stash_type", default: 1)))
        let reduced = shape.indices.map { $0 < axis ? shape[$0] : 1 }
        context.set(1, stash, reduced)
        context.set(2, stash, reduced)
    }
}

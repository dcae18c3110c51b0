internal import ONNX

/// Resize and its predecessor Upsample: the output is `floor(size * scale)`, or as `sizes` says.
enum Resizing {
    static func resize(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0) else { return }
        guard context.node.operatorType == "Resize", context.opset >= 11 else {
            try upsample(&context, type, data)
            return
        }
        var sizes = context.node.inputs.count > 3 ? try context.shapeInput(3, "sizes") : nil
        // Empty lists count as missing ones.
        let hasSizes = context.has(3) && sizes?.isEmpty != true
        if !hasSizes { sizes = nil }
        let scales = try context.floats(2, "scales")
        let hasScales = context.has(2) && scales?.isEmpty != true
        if context.opset >= 13, hasSizes == hasScales {
            throw context.failure("expected either scales or sizes")
        }
        let policy = try policy(context, hasScales)
        let axes =
            try context.node.integers("axes").map { (values) throws in
                try context.axes(values, rank: data.count)
            } ?? []
        let targets = axes.isEmpty ? Array(data.indices) : axes
        if hasSizes {
            let stated = sizes ?? []
            guard stated.count == targets.count else {
                throw context.failure("\(stated.count) sizes do not fit \(targets.count) axes")
            }
            context.set(0, type, sized(data, targets, stated, policy))
            return
        }
        guard hasScales, let scales else {
            context.set(0, type, .open(data.count))
            return
        }
        guard scales.count == targets.count else {
            throw context.failure("\(scales.count) scales do not fit \(targets.count) axes")
        }
        context.set(0, type, scaled(data, targets, scales))
    }

    private static func upsample(
        _ context: inout NodeContext, _ type: ElementType, _ data: [Dimension]
    ) throws {
        let isUpsample7 = context.node.operatorType == "Upsample" && context.opset < 9
        let scales = isUpsample7 ? try context.node.floats("scales") : try context.floats(1, "scales")
        if scales == nil, isUpsample7 || context.node.inputs.count < 2 { throw context.failure("scales are missing") }
        guard let scales else {
            context.set(0, type, .open(data.count))
            return
        }
        guard scales.count == data.count else {
            throw context.failure("\(scales.count) scales do not fit data \(data.text)")
        }
        context.set(0, type, scaled(data, Array(data.indices), scales))
    }

    private enum Policy { case stretch, notLarger, notSmaller }

    private static func policy(_ context: NodeContext, _ hasScales: Bool) throws -> Policy {
        let name = try context.node.text("keep_aspect_ratio_policy", default: "stretch")
        let policy: Policy
        switch name {
        case "stretch": return .stretch
        case "not_larger": policy = .notLarger
        case "not_smaller": policy = .notSmaller
        default: throw context.node.refusal("keep_aspect_ratio_policy", "unknown value '\(name)'")
        }
        if hasScales { throw context.node.refusal("keep_aspect_ratio_policy", "'\(name)' does not go with scales") }
        return policy
    }

    private static func scaled(_ data: [Dimension], _ axes: [Int], _ scales: [Float]) -> [Dimension] {
        // Axes without a scale keep their size, under whatever name.
        var shape = data.map { dimension in dimension.size == nil ? .unknown : dimension }
        for (axis, scale) in zip(axes, scales) {
            guard case .fixed(let size) = data[axis] else { continue }
            let scaled = Int(exactly: (Double(size) * Double(scale)).rounded(.down))
            shape[axis] = scaled.map { .fixed($0) } ?? .unknown
        }
        return shape
    }

    private static func sized(
        _ data: [Dimension], _ axes: [Int], _ sizes: [Dimension], _ policy: Policy
    ) -> [Dimension] {
        var shape = data.map { dimension in (dimension.size ?? 0) > 0 ? dimension : .unknown }
        var targets = sizes.map { ($0.size ?? 1) > 0 ? $0 : .unknown }
        if policy != .stretch { targets = proportional(data, axes, targets, policy) }
        for (axis, size) in zip(axes, targets) { shape[axis] = size }
        return shape
    }

    /// All axes are scaled alike, by the smallest or the largest of their scales.
    private static func proportional(
        _ data: [Dimension], _ axes: [Int], _ sizes: [Dimension], _ policy: Policy
    ) -> [Dimension] {
        guard let targets = sizes.sizes, let sources = axes.map({ data[$0] }).sizes else {
            return .open(sizes.count)
        }
        let scales = zip(targets, sources).map { Double($0) / Double($1) }
        guard let scale = policy == .notLarger ? scales.min() : scales.max() else { return sizes }
        return sources.map { source in
            Int(exactly: (scale * Double(source)).rounded(.toNearestOrAwayFromZero))
                .map { $0 > 0 ? .fixed($0) : .unknown } ?? .unknown
        }
    }
}

internal import ONNX

/// A window that slides over the spatial axes: the part that convolution and pooling have in common.
struct Window {
    var kernel: [Int]
    var strides: [Int]
    var dilations: [Int]
    /// Begins, then ends.
    var pads: [Int]
    /// How much of the data the kernel covers, with the gaps of its dilations.
    var extents: [Int]

    /// No runtime accepts larger kernels, strides, dilations and pads.
    static let limit = Int(Int32.max)

    /// What no runtime can do with the places that the window has, although onnx does not mind; `nil` if there is nothing.
    func impossibility(_ places: [Dimension]) -> String? {
        if let size = (kernel + strides + dilations + pads).first(where: { $0 > Self.limit }) {
            return "a window with a size, step or padding of \(size)"
        }
        if places.contains(where: { ($0.size ?? 1) < 1 }) {
            return "a window of \(kernel) does not fit into the padded data"
        }
        return nil
    }

    /// Reads `strides`, `dilations`, `pads` and `auto_pad`.
    ///
    /// - Parameter data: the shape of the data, on which automatic padding depends. `nil` for transposed windows, where
    ///   it depends on the stride alone.
    init(_ context: NodeContext, kernel: [Int], data: [Dimension]?, usesDilations: Bool = true) throws {
        let count = kernel.count
        for size in kernel where size < 1 { throw context.node.refusal("kernel_shape", "\(size) is out of range") }
        self.kernel = kernel
        strides = try context.spatial("strides", count: count, default: 1, atLeast: 1)
        dilations =
            usesDilations
            ? try context.spatial("dilations", count: count, default: 1, atLeast: 1)
            : [Int](repeating: 1, count: count)
        extents = []
        for axis in kernel.indices {
            extents.append(try context.sum(try context.product(kernel[axis] - 1, dilations[axis]), 1))
        }
        pads = [Int](repeating: 0, count: 2 * count)
        if context.node.attribute("pads") != nil {
            pads = try context.spatial("pads", count: 2 * count, default: 0, atLeast: 0)
            return
        }
        let mode = try context.node.text("auto_pad", default: "NOTSET")
        guard mode == "SAME_UPPER" || mode == "SAME_LOWER" else { return }
        for axis in kernel.indices {
            guard let total = try total(context, axis, data) else { continue }
            pads[axis] = mode == "SAME_UPPER" ? total / 2 : total - total / 2
            pads[axis + count] = total - pads[axis]
        }
    }

    /// So much that the window has `size / stride` places, rounded up; `nil` if the size is unknown.
    private func total(_ context: NodeContext, _ axis: Int, _ data: [Dimension]?) throws -> Int? {
        var step = strides[axis]
        if let data, step > 1 {
            guard case .fixed(let size) = data[axis + 2] else { return nil }
            let rest = size % step
            guard rest >= 0 else { return nil }
            if rest != 0 { step = rest }
        }
        return max(0, try context.difference(extents[axis], step))
    }

    /// What becomes of a last window for which the data is too short.
    enum Rounding {
        /// It does not count.
        case down
        /// It counts.
        case up
        /// It counts unless it begins in the padding at the end, as from opset 22 on.
        case upWithinData
    }

    /// How many places the window has along an axis.
    ///
    /// Source: the operator specifications of Conv and MaxPool. Where the window is larger than the padded data, the
    /// result is what the formula produces, as in onnx.
    func outputSize(
        _ input: Dimension, axis: Int, rounding: Rounding = .down, _ context: NodeContext
    ) throws -> Dimension {
        guard case .fixed(let size) = input else { return .unknown }
        let padded = try context.sum(try context.sum(size, pads[axis]), pads[axis + kernel.count])
        let gap = try context.difference(padded, extents[axis])
        var steps: Int
        switch rounding {
        case .down: steps = gap / strides[axis]
        case .up: steps = gap / strides[axis] + (gap % strides[axis] > 0 ? 1 : 0)
        case .upWithinData:
            steps = try context.sum(gap, strides[axis] - 1) / strides[axis]
            let start = try context.product(steps, strides[axis])
            if start >= (try context.sum(size, pads[axis])) { steps -= 1 }
        }
        return .fixed(try context.sum(steps, 1))
    }
}

/// A window that slides over the spatial axes: the part that convolution and pooling have in common.
struct Window {
    var kernel: [Int]
    var strides: [Int]
    var dilations: [Int]
    /// Begins, then ends.
    var pads: [Int]
    var automaticPadding: String

    /// Reads `strides`, `dilations`, `pads` and `auto_pad`.
    init(_ context: NodeContext, kernel: [Int]) throws(ONNXError) {
        let count = kernel.count
        for size in kernel where size < 1 || size > DimensionArithmetic.attributeLimit {
            throw context.node.refusal("kernel_shape", "\(size) is out of range")
        }
        self.kernel = kernel
        strides = try context.spatial("strides", count: count, default: 1, atLeast: 1)
        dilations = try context.spatial("dilations", count: count, default: 1, atLeast: 1)
        automaticPadding = try context.node.text("auto_pad", default: "NOTSET")
        pads =
            automaticPadding == "NOTSET"
            ? try context.spatial("pads", count: 2 * count, default: 0, atLeast: 0)
            : [Int](repeating: 0, count: 2 * count)
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
    /// Source: the operator specifications of Conv and MaxPool.
    func outputSize(_ input: Dimension, axis: Int, rounding: Rounding = .down) -> Dimension {
        guard case .fixed(let size) = input, size >= 0, size <= DimensionArithmetic.sizeLimit else { return .unknown }
        if automaticPadding.hasPrefix("SAME") {
            return DimensionArithmetic.dimension((size + strides[axis] - 1) / strides[axis])
        }
        let extent = (kernel[axis] - 1) * dilations[axis] + 1
        let padded = size + pads[axis] + pads[axis + kernel.count]
        guard padded >= extent else { return .unknown }
        let steps = padded - extent
        var places = steps / strides[axis] + 1
        if rounding != .down, !steps.isMultiple(of: strides[axis]) {
            places += 1
            let start = (places - 1) * strides[axis]
            if rounding == .upWithinData, start >= size + pads[axis] { places -= 1 }
        }
        return DimensionArithmetic.dimension(places)
    }
}

internal import CQuantizedKernels
internal import GraphRuntime
internal import ONNX

/// Sums and largest values along axes, and matrix products.
enum Reductions {
    static let all: [String: OperatorTable.Preparation] = [
        "HzSQuantizedReduceMean": sum, "HzSQuantizedReduceSum": sum, "HzQuantizedReduceMax": largest,
        "HzQuantizedArgMax": largestPlace, "HzSQuantizedMatmul": product,
    ]

    /// A run of neighboring axes in the middle of a shape.
    private struct Run {
        let outer: Int
        let middle: Int
        let inner: Int
        /// The shape with 1 on each of the axes.
        let shape: [Int]
    }

    private static func run(_ context: NodeContext, _ shape: [Int]) throws -> Run {
        let stated: [Int]
        if case .integer(let axis)? = context.node.attribute("axis") {
            stated = [Int(axis)]
        } else {
            stated = try context.node.integers("axis") ?? []
        }
        let axes = Set(stated.map { $0 < 0 ? $0 &+ shape.count : $0 })
        guard let first = axes.min(), let last = axes.max(), first >= 0, last < shape.count else {
            throw context.failure("attribute 'axis': \(stated) of \(shape.count) axes")
        }
        guard last - first + 1 == axes.count else { throw context.unsupported("axes \(stated) are not neighbors") }
        guard try context.node.flag("keepdims", default: true) else {
            throw context.unsupported("attribute 'keepdims' is 0")
        }
        return Run(
            outer: shape[..<first].reduce(1, *), middle: shape[first...last].reduce(1, *),
            inner: shape[(last + 1)...].reduce(1, *),
            shape: shape.indices.map { axes.contains($0) ? 1 : shape[$0] })
    }

    /// The sum along axes, scaled; the second shift rounds half up. Attributes have one integer for each channel of
    /// the input, also where the result has fewer: then they are all the same.
    static func sum(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16]).form
        guard let type = input.integerType else { throw context.failure("type") }
        let run = try run(context, input.shape)
        let count = run.outer * run.inner
        let (channels, results) = (input.shape.last ?? 1, run.shape.last ?? 1)
        let bits = try context.bits()
        var scaling = try context.scaling(
            channels: channels, firstShift: "accu_right_shift", scale: "scale", secondShift: "out_shift",
            rounding: .halfUp, bits: bits)
        if results < channels {
            guard let only = scaling.only else { throw context.unsupported("its channels are scaled differently") }
            scaling = only
        }
        let tail = Tail(scaling)
        let output = try context.form(.signed(bits: bits), run.shape)
        return PreparedNode(outputs: [output], scratchBytes: count * 4) { call in
            let sums = call.scratch(as: Int32.self)
            qk_sum(type, Int64(run.outer), Int64(run.middle), Int64(run.inner), call.inputs[0], sums)
            tail.finish(rows: count / results, sums, to: call.outputs[0])
        }
    }

    static func largest(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16, .int32]).form
        guard let type = input.integerType else { throw context.failure("type") }
        let run = try run(context, input.shape)
        return PreparedNode(outputs: [try context.form(input.type, run.shape)]) { call in
            qk_largest(
                type, Int64(run.outer), Int64(run.middle), Int64(run.inner), call.inputs[0], call.outputs[0])
        }
    }

    /// The place of the largest along one axis, of equal ones the first, as int8.
    static func largestPlace(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8, .int16, .int32]).form
        guard let type = input.integerType else { throw context.failure("type") }
        let run = try run(context, input.shape)
        guard run.middle <= 128 else { throw context.unsupported("places of \(run.middle) do not fit into int8") }
        return PreparedNode(outputs: [try context.form(.int8, run.shape)]) { call in
            qk_largest_place(
                type, Int64(run.outer), Int64(run.middle), Int64(run.inner), call.inputs[0], call.output(as: Int8.self))
        }
    }

    /// `[..., m, k] x [..., k, n]` of int8, with equal leading axes or a single right matrix, scaled; of 32 bits, the sums themselves.
    static func product(_ context: NodeContext) throws -> PreparedNode {
        try context.expectInputs(atMost: 2)
        let (left, right) = (try context.input(0, [.int8]).form, try context.input(1, [.int8]).form)
        guard left.shape.count >= 2, right.shape.count >= 2, let k = left.shape.last, let n = right.shape.last,
            right.shape[right.shape.count - 2] == k
        else { throw context.failure("\(left.shape) cannot be multiplied by \(right.shape)") }
        let m = left.shape[left.shape.count - 2]
        let leading = left.shape.dropLast(2)
        let isShared = right.count == k * n
        guard isShared && right.shape.count <= left.shape.count || leading == right.shape.dropLast(2) else {
            throw context.unsupported("\(left.shape) by \(right.shape) needs broadcasting")
        }
        let bits = try context.bits(among: [8, 16, 32])
        let tail = Tail(
            bits == 32
                ? Scaling(rawChannels: n)
                : try context.scaling(
                    channels: n, firstShift: "right_shift", scale: "scale", secondShift: "out_shift",
                    rounding: try context.rounds() ? .halfUp : .down, bits: bits))
        let output = try context.form(.signed(bits: bits), leading + [m, n])
        let matrices = leading.reduce(1, *)
        return PreparedNode(outputs: [output], scratchBytes: m * n * 4) { call in
            let sums = call.scratch(as: Int32.self)
            for index in 0..<matrices {
                qk_multiply(
                    Int64(m), Int64(n), Int64(k), call.input(0, as: Int8.self) + index * m * k,
                    call.input(1, as: Int8.self) + (isShared ? 0 : index * k * n), sums)
                tail.finish(rows: m, sums, to: call.outputs[0] + index * m * n * (bits / 8))
            }
        }
    }
}

internal import CQuantizedKernels
internal import GraphRuntime
internal import ONNX

/// Functions of one value as tables: GELU, sigmoid and their like.
enum Tables {
    static let all: [String: OperatorTable.Preparation] = ["HzLut": table, "HzLut2Layer": segmentedTable]

    /// `table[x + 128]` of an int8 x. `lut_type` is only a label.
    static func table(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int8]).form
        let entries = try Self.entries(context)
        return PreparedNode(outputs: [try context.form(.int8, input.shape)]) { call in
            qk_look_up8(
                Int64(input.count), call.input(0, as: Int8.self), entries.int8s, call.output(as: Int8.self))
        }
    }

    /// The 256 entries of an `HzLut`.
    static func entries(_ context: NodeContext) throws -> FixedBuffer {
        try context.expectInputs(atMost: 2)
        let table = try context.constant(1, .int8)
        guard table.form.count == 256 else { throw context.failure("a table of \(table.form.count) entries, not 256") }
        return table.buffer
    }

    /// A function of int16 in eight segments: two lines outside, six tables with interpolation between. Measured on
    /// every int16, for 15 tables.
    static func segmentedTable(_ context: NodeContext) throws -> PreparedNode {
        let input = try context.input(0, [.int16]).form
        try context.expectInputs(atMost: 1)
        guard try context.bits(among: [16]) == 16, try context.rounds() else {
            throw context.unsupported("it rounds down")
        }
        let function = try SegmentedFunction(context)
        let entries = FixedBuffer(try (Int(Int16.min)...Int(Int16.max)).map { Int16(try function.value($0, context)) })
        return PreparedNode(outputs: [try context.form(.int16, input.shape)]) { call in
            qk_look_up16(
                Int64(input.count), call.input(0, as: Int16.self), entries.int16s, call.output(as: Int16.self))
        }
    }
}

/// What an `HzLut2Layer` computes.
private struct SegmentedFunction {
    private static let entriesPerSegment = 64

    /// Whether f(-x) = -f(x).
    private let isOdd: Bool
    /// Where segments end: the last x that belongs to each but the last.
    private let bounds: [Int]
    private let scale: [Int]
    private let bias: [Int]
    private let leftShift: [Int]
    private let rightShift: [Int]
    /// Of the six segments within.
    private let entries: [Int]

    init(_ context: NodeContext) throws {
        let mode = try context.node.text("symmetry_mode", default: "NONE")
        guard ["NONE", "ORIGIN_SYMMETRIC"].contains(mode) else {
            throw context.unsupported("attribute 'symmetry_mode' is '\(mode)'")
        }
        isOdd = mode == "ORIGIN_SYMMETRIC"
        let words = Int(Int16.min)...Int(UInt16.max)
        let ends = try context.node.integers("bound") ?? []
        guard ends.count >= 7, ends[..<7].allSatisfy({ (-(1 << 16)...(1 << 16)).contains($0) }) else {
            throw context.failure("attribute 'bound': expected 7 places within 17 bits, found \(ends.count)")
        }
        bounds = Array(ends[..<7])
        scale = try context.integers("scale", count: 8, in: words)
        bias = try context.integers("bias", count: 8, in: Int(Int32.min)...Int(Int32.max))
        leftShift = try context.integers("left_shift", count: 8, in: Scaling.shifts)
        rightShift = try context.integers("right_shift", count: 8, in: Scaling.shifts)
        entries = try context.integers(
            "table_param", count: 6 * Self.entriesPerSegment, in: Int(Int16.min)...Int(Int16.max))
    }

    /// f(x) of an int16 x.
    ///
    /// - Throws: ``RuntimeError/unsupported(node:operatorType:opset:reason:)`` for tables of which the vendor's runtime
    ///   overflows 16 bits on the way, which none of its own does.
    func value(_ x: Int, _ context: NodeContext) throws -> Int {
        let isMirrored = isOdd && x < 0
        let x = isMirrored ? min(-x, Int(Int16.max)) : x
        let segment = bounds.count { $0 < x }
        let half = rightShift[segment] > 0 ? 1 << (rightShift[segment] - 1) : 0
        let v = (x * scale[segment] + (bias[segment] << leftShift[segment]) + half) >> rightShift[segment]
        let y = segment == 0 || segment == 7 ? v : try interpolated(at: v, in: segment - 1, context)
        return saturated(isMirrored ? -saturated(y) : y)
    }

    /// Between two entries of a segment's table, at a place in 1/256 of an entry.
    private func interpolated(at place: Int, in segment: Int, _ context: NodeContext) throws -> Int {
        let words = Int(Int16.min)...Int(Int16.max)
        let last = Self.entriesPerSegment - 1
        guard words.contains(place) else { throw context.unsupported("a segment leads out of its table") }
        let place = min(max(place, 0), last * 256)
        let start = segment * Self.entriesPerSegment
        let first = entries[start + (place >> 8)]
        let second = entries[start + min((place >> 8) + 1, last)]
        guard words.contains(second - first) else {
            throw context.unsupported("entries \(first) and \(second) are too far apart")
        }
        return (first * 256 + (second - first) * (place & 255) + 128) >> 8
    }

    private func saturated(_ value: Int) -> Int { min(max(value, Int(Int16.min)), Int(Int16.max)) }
}

internal import CQuantizedKernels

/// Two shifts, of which the first ends in 16 bits and the second in a result's, with a multiplication in between: what
/// nearly every operator ends in. One of each for every channel.
///
///     v = saturate16((sum + addend + residual * residualScale << residualShift) >> firstShift)
///     saturate(v * scale >> secondShift)
struct Scaling {
    /// How a shift to the right treats what it drops.
    enum Rounding { case down, halfUp }

    /// 0...31; the multiplication's factor is in -32767...32767. So 32 bits hold every product and its rounding.
    static let shifts = 0...31
    static let factors = -32767...32767

    var firstShift: [Int32]
    var scale: [Int32]
    var secondShift: [Int32]
    var firstRounding = Rounding.down
    var secondRounding: Rounding
    /// 8 or 16; 32 means that the sum is the result.
    var bits: Int
    var addend: [Int32]?
    var residual: Residual?
    /// Whether negative sums become 0: before the multiplication, whose factor may be negative, too.
    var clipsNegative = false

    /// How a convolution scales the int8 tensor that it adds. Negative shifts go to the right, and round down.
    struct Residual {
        var scale: [Int32]
        var shift: [Int32]
    }

    var channels: Int { scale.count }

    /// The scaling of a single channel, for each of `count` ones.
    func repeated(_ count: Int) -> Scaling {
        func list(_ values: [Int32]) -> [Int32] { [Int32](repeating: values[0], count: count) }
        return Scaling(
            firstShift: list(firstShift), scale: list(scale), secondShift: list(secondShift),
            secondRounding: secondRounding, bits: bits)
    }

    /// The scaling of one channel, if it is that of all.
    var only: Scaling? {
        guard Set(firstShift).count == 1, Set(scale).count == 1, Set(secondShift).count == 1 else { return nil }
        return Scaling(
            firstShift: [firstShift[0]], scale: [scale[0]], secondShift: [secondShift[0]],
            secondRounding: secondRounding, bits: bits)
    }

    /// Of a result that is the sum itself.
    init(rawChannels channels: Int) {
        let zeros = [Int32](repeating: 0, count: channels)
        (firstShift, scale, secondShift, secondRounding, bits) = (zeros, zeros, zeros, .down, 32)
    }

    init(firstShift: [Int32], scale: [Int32], secondShift: [Int32], secondRounding: Rounding, bits: Int) {
        (self.firstShift, self.scale, self.secondShift) = (firstShift, scale, secondShift)
        (self.secondRounding, self.bits) = (secondRounding, bits)
    }
}

/// A ``Scaling`` as C reads it.
final class Tail: Sendable {
    private let buffers: [FixedBuffer]
    private let form: SendableTail

    /// Its pointers lead into `buffers`, which are never written.
    private struct SendableTail: @unchecked Sendable {
        var tail: qk_tail
    }

    init(_ scaling: Scaling) {
        let channels = scaling.channels
        var buffers: [FixedBuffer] = []
        func keep<Element: BitwiseCopyable>(_ elements: [Element]) -> FixedBuffer {
            buffers.append(FixedBuffer(elements))
            return buffers[buffers.count - 1]
        }
        var addend = scaling.addend ?? [Int32](repeating: 0, count: channels)
        if scaling.firstRounding == .halfUp {
            for index in addend.indices { addend[index] &+= Self.half(of: scaling.firstShift[index]) }
        }
        let isRounding = scaling.secondRounding == .halfUp
        let rounds = scaling.secondShift.map { isRounding ? Self.half(of: $0) : 0 }
        var tail = qk_tail()
        tail.channels = Int64(channels)
        tail.bits = Int32(scaling.bits)
        tail.clips_negative = scaling.clipsNegative ? 1 : 0
        tail.addend = UnsafePointer(keep(addend).int32s)
        tail.first_shift = UnsafePointer(keep(scaling.firstShift).int32s)
        tail.scale = UnsafePointer(keep(scaling.scale).int32s)
        tail.second_round = UnsafePointer(keep(rounds).int32s)
        tail.second_shift = UnsafePointer(keep(scaling.secondShift).int32s)
        if let residual = scaling.residual {
            tail.residual_scale = UnsafePointer(keep(residual.scale).int32s)
            tail.residual_left = UnsafePointer(keep(residual.shift.map { max($0, 0) }).int32s)
            tail.residual_right = UnsafePointer(keep(residual.shift.map { max(-$0, 0) }).int32s)
        }
        // Half of what a shift by 17 or more drops has no bits among the lowest 16, and a shift by 16 drops all of these.
        if scaling.bits == 8, scaling.secondShift.allSatisfy({ $0 >= (isRounding ? 17 : 16) }) {
            tail.short_scale = UnsafePointer(keep(scaling.scale.map { Int16($0) }).int16s)
            tail.short_round = UnsafePointer(keep(rounds.map { Int16($0 >> 16) }).int16s)
            tail.short_shift = UnsafePointer(keep(scaling.secondShift.map { Int16($0 - 16) }).int16s)
        }
        self.buffers = buffers
        form = SendableTail(tail: tail)
    }

    private static func half(of shift: Int32) -> Int32 { shift > 0 ? 1 << (shift - 1) : 0 }

    /// Writes `rows` rows of results, each as wide as ``Scaling/bits``.
    func finish(
        rows: Int, _ sums: UnsafePointer<Int32>, residual: UnsafePointer<Int8>? = nil, to: UnsafeMutableRawPointer
    ) {
        withUnsafePointer(to: form.tail) { qk_finish($0, Int64(rows), sums, residual, to) }
    }
}

extension NodeContext {
    /// The scaling that a node's attributes describe. See ``Scaling``.
    ///
    /// - Parameters:
    ///   - channels: of the result; each attribute has as many integers, or one for all.
    ///   - firstShift: name of an attribute, as are `scale` and `secondShift`.
    func scaling(
        channels: Int, firstShift: String, scale: String, secondShift: String, rounding: Scaling.Rounding, bits: Int
    ) throws -> Scaling {
        Scaling(
            firstShift: try channelIntegers(firstShift, count: channels, in: Scaling.shifts),
            scale: try channelIntegers(scale, count: channels, in: Scaling.factors),
            secondShift: try channelIntegers(secondShift, count: channels, in: Scaling.shifts),
            secondRounding: rounding, bits: bits)
    }
}

/// SplitMix64: the same numbers from the same seed, on every machine and in every version of this program.
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, by the high half of a product (D. Lemire, 2019, without the rejection, whose bias is
    /// below 2^-40 for any number of files).
    mutating func number(below bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number in 0..<1 with 53 bits.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}

extension Array {
    /// The elements in an order that depends on the seed alone: Fisher and Yates, from the end, with
    /// ``SeededGenerator``. Spelled out here because the standard library may change its own.
    func shuffled(seed: UInt64) -> [Element] {
        var generator = SeededGenerator(seed: seed)
        var shuffled = self
        for index in stride(from: shuffled.count - 1, to: 0, by: -1) {
            shuffled.swapAt(index, generator.number(below: index + 1))
        }
        return shuffled
    }
}

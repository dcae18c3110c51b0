internal import Support

extension SplitMix64 {
    /// A number below `bound`, by the high half of a product (D. Lemire, 2019, without the rejection, whose bias is
    /// below 2^-40 for any number of files).
    mutating func number(below bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}

extension Array {
    /// The elements in an order that depends on the seed alone: Fisher and Yates, from the end, with
    /// ``SplitMix64``. Spelled out here because the standard library may change its own.
    package func shuffled(seed: UInt64) -> [Element] {
        var generator = SplitMix64(seed: seed)
        var shuffled = self
        for index in stride(from: shuffled.count - 1, to: 0, by: -1) {
            shuffled.swapAt(index, generator.number(below: index + 1))
        }
        return shuffled
    }
}

/// Sums and products that stop at the largest number, for sizes that a hostile file claims.
enum SaturatingSum {
    static func of(_ first: Int, _ second: Int) -> Int {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? .max : sum
    }

    /// `nil` if one of them is unknown.
    static func of(_ first: Int?, _ second: Int?) -> Int? {
        guard let first, let second else { return nil }
        return of(first, second)
    }

    static func product(_ first: Int, _ second: Int) -> Int {
        let (product, overflow) = first.multipliedReportingOverflow(by: second)
        return overflow ? .max : product
    }

    /// The bytes that elements of this width take together.
    static func bytes(elements: Int, bits: Int) -> Int {
        let size = product(elements, bits)
        return size == .max ? .max : size / 8 + (size.isMultiple(of: 8) ? 0 : 1)
    }
}

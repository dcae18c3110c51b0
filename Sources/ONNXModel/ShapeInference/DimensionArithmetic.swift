/// Sizes of axes are computed in 64 bits and never trap: what a file claims may be anything.
enum DimensionArithmetic {
    /// Larger sizes, and negative ones, are treated as unknown; sums and products of two attributes stay far below overflow.
    static let sizeLimit = 1 << 40
    /// Kernels, strides, pads and the like beyond this are an error of the file.
    static let attributeLimit = 1 << 31

    /// A size within reason; unknown otherwise.
    static func dimension(_ size: Int) -> Dimension {
        (0...sizeLimit).contains(size) ? .fixed(size) : .unknown
    }

    static func product(_ dimensions: some Sequence<Dimension>) -> Dimension {
        var result = 1
        for dimension in dimensions {
            guard case .fixed(let size) = dimension else { return .unknown }
            let (product, overflow) = result.multipliedReportingOverflow(by: size)
            if overflow { return .unknown }
            result = product
        }
        return self.dimension(result)
    }

    static func product(_ factors: [Int]) -> Int? {
        var result = 1
        for factor in factors {
            let (product, overflow) = result.multipliedReportingOverflow(by: factor)
            if overflow { return nil }
            result = product
        }
        return result
    }

    static func sum(_ dimensions: some Sequence<Dimension>) -> Dimension {
        var result = 0
        for dimension in dimensions {
            guard case .fixed(let size) = dimension else { return .unknown }
            let (sum, overflow) = result.addingReportingOverflow(size)
            if overflow { return .unknown }
            result = sum
        }
        return self.dimension(result)
    }

    /// Two shapes by the rules of NumPy; `nil` if they do not go together.
    static func broadcast(_ left: [Dimension], _ right: [Dimension]) -> [Dimension]? {
        let rank = max(left.count, right.count)
        var result: [Dimension] = []
        result.reserveCapacity(rank)
        for axis in 0..<rank {
            let first = axis < rank - left.count ? 1 : left[axis - (rank - left.count)]
            let second = axis < rank - right.count ? 1 : right[axis - (rank - right.count)]
            switch (first, second) {
            case (.fixed(1), let other), (let other, .fixed(1)): result.append(other)
            case (.fixed(let size), .fixed(let other)):
                guard size == other else { return nil }
                result.append(first)
            // One of them is not 1, so the other one is the same or 1.
            case (.fixed, _): result.append(first)
            case (_, .fixed): result.append(second)
            default: result.append(first == second ? first : .unknown)
            }
        }
        return result
    }

    /// What two statements on one shape say together; `nil` if they contradict each other.
    static func merge(_ inferred: [Dimension], _ stated: [Dimension]) -> [Dimension]? {
        guard inferred.count == stated.count else { return nil }
        var result: [Dimension] = []
        for (first, second) in zip(inferred, stated) {
            switch (first, second) {
            case (.fixed(let size), .fixed(let other)):
                guard size == other else { return nil }
                result.append(first)
            case (.fixed, _): result.append(first)
            case (_, .fixed): result.append(second)
            case (.unknown, _): result.append(second)
            default: result.append(first)
            }
        }
        return result
    }

    /// What is true of two shapes of which either may be the one; `nil` if their ranks differ.
    static func union(_ first: [Dimension], _ second: [Dimension]) -> [Dimension]? {
        guard first.count == second.count else { return nil }
        return zip(first, second).map { $0 == $1 ? $0 : .unknown }
    }
}

extension [Dimension] {
    /// `[1, 3, 224, 224]`
    var text: String { "[" + map(\.description).joined(separator: ", ") + "]" }

    /// The sizes, if all are known.
    var sizes: [Int]? {
        let sizes = compactMap(\.size)
        return sizes.count == count ? sizes : nil
    }
}

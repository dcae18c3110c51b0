package import ONNX

/// Sizes of axes are computed in 64 bits and never trap: what a file claims may be anything.
package enum DimensionArithmetic {
    /// Two shapes by the rules of NumPy; `nil` if they do not go together.
    package static func broadcast(_ left: [Dimension], _ right: [Dimension]) -> [Dimension]? {
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

    /// What two statements on one axis say together, the first one's name before the second one's; `nil` if they
    /// contradict each other.
    package static func merge(_ first: Dimension, _ second: Dimension) -> Dimension? {
        switch (first, second) {
        case (.fixed(let size), .fixed(let other)): size == other ? first : nil
        case (.fixed, _): first
        case (_, .fixed): second
        case (.unknown, _): second
        default: first
        }
    }

    /// What two statements on one shape say together; `nil` if they contradict each other.
    package static func merge(_ first: [Dimension], _ second: [Dimension]) -> [Dimension]? {
        guard first.count == second.count else { return nil }
        var result: [Dimension] = []
        result.reserveCapacity(first.count)
        for (left, right) in zip(first, second) {
            guard let merged = merge(left, right) else { return nil }
            result.append(merged)
        }
        return result
    }

    /// What is true of two shapes of which either may be the one; `nil` if their ranks differ.
    package static func union(_ first: [Dimension], _ second: [Dimension]) -> [Dimension]? {
        guard first.count == second.count else { return nil }
        return zip(first, second).map { $0 == $1 ? $0 : .unknown }
    }
}

extension [Dimension] {
    /// `[1, 3, 224, 224]`
    package var text: String { "[" + map(\.description).joined(separator: ", ") + "]" }

    /// The sizes, if all are known.
    package var sizes: [Int]? {
        var sizes: [Int] = []
        sizes.reserveCapacity(count)
        for dimension in self {
            guard case .fixed(let size) = dimension else { return nil }
            sizes.append(size)
        }
        return sizes
    }

    /// As many axes, none of them known.
    package static func open(_ rank: Int) -> [Dimension] { [Dimension](repeating: .unknown, count: rank) }
}

/// A straight line `y = offset + slope * x` with the least sum of squared *relative* errors.
///
/// An error of 0.1 ms matters more to a network of 1 ms than to one of 6 ms, and the published figures are rounded.
struct RelativeLine: Sendable, Hashable {
    let offset: Double
    let slope: Double

    /// - Precondition: at least two points of different `x`, and every `y` is positive.
    init(_ points: [(x: Double, y: Double)]) {
        // Weighted by 1 / y^2, which makes each residual a relative one.
        var (weight, x, y, xx, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for point in points {
            let share = 1 / (point.y * point.y)
            weight += share
            x += share * point.x
            y += share * point.y
            xx += share * point.x * point.x
            xy += share * point.x * point.y
        }
        slope = (weight * xy - x * y) / (weight * xx - x * x)
        offset = (y - slope * x) / weight
    }

    func callAsFunction(_ x: Double) -> Double { offset + slope * x }

    /// The relative error at each point of the line through all the others.
    static func leaveOneOutErrors(_ points: [(x: Double, y: Double)]) -> [Double] {
        points.indices.map { index in
            var others = points
            let left = others.remove(at: index)
            return RelativeLine(others)(left.x) / left.y - 1
        }
    }
}

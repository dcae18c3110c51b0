package import Evaluation
package import ONNX

extension LogitDistance {
    static let none = LogitDistance([], from: [])

    /// Of two values of a network.
    package init(_ value: Tensor, from reference: Tensor) throws {
        self.init(try value.floats(), from: try reference.floats())
    }
}

/// The errors of a calibrated model, summed over images.
struct ErrorSums: Sendable {
    /// At each point, with everything before it rounded; and what its own rounding does to it.
    var cumulative: [LogitDistance]
    var local: [LogitDistance]
    /// At the outputs: with this one alone rounded, and with all but this one.
    var own: [LogitDistance]
    var converse: [LogitDistance]
    /// At the outputs, with one weight rounded.
    var weights: [LogitDistance]
    var statistics: [ValueStatistics]
    /// At the outputs: everything, the input's form, the other range, weights alone, activations alone.
    var total = LogitDistance.none
    var chroma = LogitDistance.none
    var otherRange = LogitDistance.none
    var weightsAlone = LogitDistance.none
    var activationsAlone = LogitDistance.none
    var rounding = LogitDistance.none

    init(points: Int, weights: Int) {
        cumulative = Array(repeating: .none, count: points)
        local = cumulative
        own = cumulative
        converse = cumulative
        self.weights = Array(repeating: .none, count: weights)
        statistics = Array(repeating: ValueStatistics(), count: points)
    }

    mutating func add(_ other: ErrorSums) {
        func merge(_ sums: inout [LogitDistance], _ more: [LogitDistance]) { sums = zip(sums, more).map { $0 + $1 } }
        merge(&cumulative, other.cumulative)
        merge(&local, other.local)
        merge(&own, other.own)
        merge(&converse, other.converse)
        merge(&weights, other.weights)
        for index in statistics.indices { statistics[index].add(other.statistics[index]) }
        total = total + other.total
        chroma = chroma + other.chroma
        otherRange = otherRange + other.otherRange
        weightsAlone = weightsAlone + other.weightsAlone
        activationsAlone = activationsAlone + other.activationsAlone
        rounding = rounding + other.rounding
    }
}

internal import Glibc

/// The most likely classes of one image, the most likely first.
package struct Ranking: Sendable, Hashable, Codable {
    package var classes: [Int]
    /// By softmax over all classes, 0...1, one for each of ``classes``.
    package var probabilities: [Double]

    /// - Parameter count: how many classes. Of equal logits the class with the smaller index comes first; what is not a
    ///   number comes last.
    package init(_ logits: [Float], count: Int = 5) {
        var classes: [Int] = []
        var values: [Float] = []
        for (index, logit) in logits.enumerated() {
            let value = logit.isNaN ? -.infinity : logit
            guard count > 0, classes.count < count || value > values[values.count - 1] else { continue }
            var place = values.count
            while place > 0, values[place - 1] < value { place -= 1 }
            classes.insert(index, at: place)
            values.insert(value, at: place)
            if classes.count > count {
                classes.removeLast()
                values.removeLast()
            }
        }
        let largest = Double(values.first ?? 0)
        let sum = logits.reduce(0.0) { $1.isNaN ? $0 : $0 + exp(Double($1) - largest) }
        self.classes = classes
        probabilities = values.map { value in
            let share = exp(Double(value) - largest) / sum
            return share.isFinite ? share : 0
        }
    }
}

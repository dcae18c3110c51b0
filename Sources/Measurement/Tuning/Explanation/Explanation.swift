package import InputContract

/// Where a quantized model loses accuracy, and why.
package struct Explanation: Sendable, Hashable, Codable {
    /// Which images were used for what.
    package struct Images: Sendable, Hashable, Codable {
        package var source: String
        package var preset: String
        /// For cumulative errors and statistics; for own errors; for the errors of weights and of all nodes but one.
        package var cumulative: Int
        package var own: Int
        package var converse: Int
    }

    /// SQNR in dB at the logits; `nil` where nothing differs.
    package struct Totals: Sendable, Hashable, Codable {
        /// The calibrated model, fed as the board is, against the float model, fed RGB.
        package var allDb: Double?
        /// The form of the input alone (chroma of NV12), without any rounding.
        package var chromaDb: Double?
        /// The same input in the range that the model was not built for, without any rounding.
        package var otherRangeDb: Double?
        package var weightsDb: Double?
        package var activationsDb: Double?
        /// Parts of the sum of the three noises, in 0...1.
        package var chromaShare: Double
        package var weightsShare: Double
        package var activationsShare: Double
    }

    package enum Part: String, Sendable, Hashable, Codable {
        case activation, weights
    }

    /// A value that is rounded: the result of a node, or the weights of one.
    package struct Layer: Sendable, Hashable, Codable {
        package var name: String
        /// Of the node; empty for an input of the graph.
        package var operatorType: String
        package var part: Part
        /// The value's name in the calibrated model.
        package var value: String
        /// At this value, with everything before it rounded, too; `nil` for weights.
        package var cumulativeDb: Double?
        /// At this value, its own rounding alone; `nil` for weights.
        package var localDb: Double?
        /// At the logits, with only this one rounded, and with all but this one.
        package var ownDb: Double?
        package var ownCosine: Double?
        package var withoutDb: Double?
        /// The largest of several.
        package var threshold: Double
        package var precision: String
        package var cause: Cause?
    }

    package var schemaVersion = 1
    package var target: String
    package var images: Images
    package var range: NV12Range?
    package var totals: Totals
    /// What is wrong with the input, worst first. It outweighs what is wrong with nodes.
    package var input: [Cause]
    /// In the graph's order; the weights of a node before its result.
    package var layers: [Layer]

    /// The layers that cost the logits most, worst first.
    package func worst(_ count: Int = 10) -> [Layer] {
        let measured = layers.filter { $0.ownDb != nil }
        return Array(measured.sorted { ($0.ownDb ?? 0, $0.value) < ($1.ownDb ?? 0, $1.value) }.prefix(count))
    }
}

internal import Reporting
internal import Tuning

/// The cumulative and own errors of each layer, as SVG.
struct ExplanationChart {
    private static let (width, height, left, top, bottom) = (960.0, 360.0, 48.0, 40.0, 24.0)

    private let layers: [Explanation.Layer]
    private let limits: ClosedRange<Double>
    private let title: String

    init(_ explanation: Explanation) {
        layers = explanation.layers.filter { $0.part == .activation }
        let values = layers.flatMap { [$0.cumulativeDb, $0.ownDb].compactMap(\.self) }
        let lowest = ((values.min() ?? 0) / 10).rounded(.down) * 10
        limits = lowest...max(lowest + 10, ((values.max() ?? 10) / 10).rounded(.up) * 10)
        title = "SQNR in dB by layer: cumulative at the layer (blue), its own at the logits (orange)"
    }

    var svg: String {
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" "
                + "font-family=\"sans-serif\" font-size=\"12\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
            "<text x=\"\(Self.left)\" y=\"20\" font-weight=\"bold\">\(title)</text>",
        ]
        for value in stride(from: limits.lowerBound, through: limits.upperBound, by: 10) {
            let y = y(value)
            lines.append("<path d=\"M\(Self.left) \(y)H\(Self.width - 8)\" stroke=\"#ddd\"/>")
            lines.append("<text x=\"8\" y=\"\(y)\">\(Int(value))</text>")
        }
        lines += marks("#1f77b4") { $0.cumulativeDb } + marks("#ff7f0e") { $0.ownDb }
        return lines.joined(separator: "\n") + "\n</svg>\n"
    }

    private func marks(_ color: String, _ value: (Explanation.Layer) -> Double?) -> [String] {
        layers.enumerated().compactMap { index, layer in
            value(layer).map { decibels in
                let x = Self.left + (Double(index) + 0.5) * (Self.width - Self.left - 8) / Double(max(layers.count, 1))
                let label = Self.escaped("\(layer.name): \(Figure.decimal(decibels, places: 1)) dB")
                return "<circle cx=\"\(Figure.decimal(x, places: 1))\" cy=\"\(y(decibels))\" r=\"3\" fill=\"\(color)\">"
                    + "<title>\(label)</title></circle>"
            }
        }
    }

    private func y(_ value: Double) -> String {
        let share = (limits.upperBound - value) / (limits.upperBound - limits.lowerBound)
        return Figure.decimal(Self.top + share * (Self.height - Self.top - Self.bottom), places: 1)
    }

    /// Names come from files.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            case _ where scalar.value < 0x20: "?"
            default: String(scalar)
            }
        }.joined()
    }
}

/// The histograms of a set's channels, overlaid.
struct HistogramChart {
    private let report: InspectionReport
    private let width = 720.0
    private let height = 320.0
    private let margin = (left: 16.0, right: 16.0, top: 64.0, bottom: 36.0)

    private static let colors = [
        "R": "#d62728", "G": "#2ca02c", "B": "#1f77b4", "Y": "#444444", "Cb": "#1f77b4", "Cr": "#d62728",
    ]

    init(_ report: InspectionReport) {
        self.report = report
    }

    var svg: String {
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(width)) \(Int(height))\" "
                + "font-family=\"sans-serif\" font-size=\"12\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
        ]
        lines += heading() + axis()
        // One large peak, such as black borders, must not flatten the rest: the second largest bin sets the scale.
        let top = report.channels.flatMap { $0.histogram.sorted().suffix(2).prefix(1) }.max() ?? 1
        for channel in report.channels { lines += curve(channel, top: Double(max(1, top))) }
        return lines.joined(separator: "\n") + "\n</svg>\n"
    }

    private func heading() -> [String] {
        let what = [
            "\(report.count) samples", report.elementType, report.layout,
            report.width.flatMap { width in report.height.map { "\(width) x \($0)" } }, report.scale, report.recipe,
        ].compactMap { $0 }.joined(separator: ", ")
        var lines = [text(what, x: margin.left, y: 20, weight: "bold")]
        for (index, channel) in report.channels.enumerated() {
            let x = margin.left + Double(index) * 230
            let label = "\(channel.name): mean \(figure(channel.mean)), deviation \(figure(channel.standardDeviation))"
            lines.append(
                "<rect x=\"\(x)\" y=\"32\" width=\"10\" height=\"10\" fill=\"\(color(channel.name))\"/>")
            lines.append(text(label, x: x + 15, y: 42))
        }
        return lines
    }

    private func axis() -> [String] {
        let base = height - margin.bottom
        var lines = [
            "<line x1=\"\(margin.left)\" y1=\"\(base)\" x2=\"\(width - margin.right)\" y2=\"\(base)\" stroke=\"black\"/>"
        ]
        for step in 0...4 {
            let share = Double(step) / 4
            let x = position(share)
            let value = report.histogramFrom + (report.histogramTo - report.histogramFrom) * share
            lines.append("<line x1=\"\(x)\" y1=\"\(base)\" x2=\"\(x)\" y2=\"\(base + 4)\" stroke=\"black\"/>")
            let anchor = step == 0 ? "start" : step == 4 ? "end" : "middle"
            lines.append(text(figure(value), x: x, y: base + 18, anchor: anchor))
        }
        return lines
    }

    private func curve(_ channel: InspectionReport.Channel, top: Double) -> [String] {
        let base = height - margin.bottom
        let room = base - margin.top
        let last = Double(channel.histogram.count - 1)
        let points = channel.histogram.enumerated().map { bin, count in
            "\(tenth(position(Double(bin) / last))),\(tenth(base - min(1, Double(count) / top) * room))"
        }
        let color = color(channel.name)
        let area = "\(tenth(position(0))),\(base) \(points.joined(separator: " ")) \(tenth(position(1))),\(base)"
        return [
            "<polygon points=\"\(area)\" fill=\"\(color)\" fill-opacity=\"0.15\"/>",
            "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" stroke=\"\(color)\" "
                + "stroke-width=\"1.5\"/>",
        ]
    }

    private func position(_ share: Double) -> Double { margin.left + share * (width - margin.left - margin.right) }

    private func color(_ name: String) -> String { Self.colors[name] ?? "#444444" }

    private func text(_ content: String, x: Double, y: Double, anchor: String = "start", weight: String = "normal")
        -> String
    {
        let safe = content.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return
            "<text x=\"\(tenth(x))\" y=\"\(tenth(y))\" text-anchor=\"\(anchor)\" font-weight=\"\(weight)\">\(safe)</text>"
    }

    private func tenth(_ value: Double) -> Double { (value * 10).rounded() / 10 }

    /// Three significant digits.
    private func figure(_ value: Double) -> String {
        let places = abs(value) >= 100 ? 1.0 : abs(value) >= 1 ? 100 : 10000
        let rounded = (value * places).rounded() / places
        return Int(exactly: rounded).map { String($0) } ?? String(rounded)
    }
}

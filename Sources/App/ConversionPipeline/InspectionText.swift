package import CalibrationData
package import Diagnostics
internal import Reporting

/// The result of `calibration inspect` as text, and as JSON with the findings in it.
package struct InspectionText: Encodable {
    private let report: InspectionReport
    private let findings: [Finding]

    private enum CodingKeys: CodingKey {
        case findings
    }

    package init(_ report: InspectionReport, findings: [Finding]) {
        self.report = report
        self.findings = findings
    }

    package func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(findings.map(FindingRecord.init), forKey: .findings)
    }

    package func json() throws -> String { try JSONReport.encode(self) }

    /// The format in one line, and a table of the channels.
    package var table: String {
        let size = report.width.flatMap { width in report.height.map { "\(width) x \($0)" } }
        let facts = [
            "\(report.count) sample\(report.count == 1 ? "" : "s")", report.elementType, report.layout, size,
            report.scale, report.recipe, report.range.map { "\($0) range" },
        ].compactMap(\.self).joined(separator: ", ")
        var table = Table(.left("channel"), .right("mean"), .right("deviation"), .right("min"), .right("max"))
        for channel in report.channels {
            let numbers = [channel.mean, channel.standardDeviation, channel.minimum, channel.maximum]
            let places = numbers.map(abs).max() ?? 0 > 20 ? 1 : 3
            let text = numbers.map { Figure.decimal($0, places: places) }
            table.append(channel.name, text[0], text[1], text[2], text[3])
        }
        return facts + "\n" + table.render() + "\n"
    }
}

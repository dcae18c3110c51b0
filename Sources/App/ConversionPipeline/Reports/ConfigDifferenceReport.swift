internal import Diagnostics
package import MapperYAML
internal import Reporting

/// The result of `config diff`. A side's `value` is `null` if the key is not set and has no literal default.
package struct ConfigDifferenceReport: Encodable {
    private struct Side: Encodable {
        var value: String?
        var isDefault: Bool

        /// For a terminal, which control characters of an untrusted file must not reach.
        var text: String {
            let printable = value.map(FindingRenderer.printable)
            guard isDefault else { return printable ?? "" }
            return printable.map { "\($0) (default)" } ?? "(not set)"
        }
    }

    private struct Record: Encodable {
        var key: String
        var first: Side
        var second: Side
    }

    package let schemaVersion = 1
    package let equal: Bool
    private let differences: [Record]

    package init(_ differences: [ConfigDifference]) {
        equal = differences.isEmpty
        self.differences = differences.map { difference in
            Record(
                key: difference.key.rawValue,
                first: Side(value: difference.first, isDefault: difference.firstIsDefault),
                second: Side(value: difference.second, isDefault: difference.secondIsDefault))
        }
    }

    private enum CodingKeys: CodingKey { case schemaVersion, equal, differences }

    package func json() throws -> String { try JSONReport.encode(self) }

    /// A table with one column per file.
    package func text(first: String, second: String) -> String {
        var table = Table(.left("key"), .left(first), .left(second))
        for difference in differences {
            table.append(difference.key, difference.first.text, difference.second.text)
        }
        return table.render() + "\n"
    }
}

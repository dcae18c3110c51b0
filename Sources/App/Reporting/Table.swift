internal import Diagnostics

/// A table for people to read, in plain text, no wider than the terminal.
///
/// The widest columns give way first: their cells wrap at spaces, and a word that is still too long loses its middle.
/// Columns of numbers, which are aligned right, keep their width as long as any other can give way.
package struct Table: Sendable {
    package enum Column: Sendable, Hashable {
        case left(String)
        case right(String)
    }

    /// A column that is narrower than this has no room for a shortened word.
    private static let leastWidth = 8

    private let isRight: [Bool]
    /// The titles, and then the rows.
    private var rows: [[String]]

    package init(_ columns: Column...) {
        isRight = columns.map { if case .right = $0 { true } else { false } }
        rows = [
            columns.map {
                switch $0 {
                case .left(let title), .right(let title): FindingRenderer.printable(title)
                }
            }
        ]
    }

    /// Appends a row, one cell a column. Control characters are shown escaped.
    package mutating func append(_ cells: String...) {
        precondition(cells.count == isRight.count, "a row has one cell for each column")
        rows.append(cells.map(FindingRenderer.printable))
    }

    /// The lines of the table, without a final line break.
    ///
    /// - Parameter width: the most columns that a line may have; `nil`: any number.
    package func render(width: Int? = Terminal.outputWidth) -> String {
        let widths = widths(fitting: width)
        let dashes = widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "+")
        let lines = rows.map { row in
            let cells = zip(row, widths).map(Self.lines)
            return (0..<(cells.map(\.count).max() ?? 0)).map { index in
                let padded = cells.indices.map { column in
                    let text = index < cells[column].count ? cells[column][index] : ""
                    let padding = String(repeating: " ", count: max(0, widths[column] - text.count))
                    return isRight[column] ? padding + text : text + padding
                }
                return "| " + padded.joined(separator: " | ") + " |\n"
            }.joined()
        }
        return "+\(dashes)+\n\(lines[0])|\(dashes)|\n\(lines.dropFirst().joined())+\(dashes)+"
    }

    private func widths(fitting limit: Int?) -> [Int] {
        func widest(_ rows: some Sequence<[String]>, _ column: Int) -> Int { rows.map(\.[column].count).max() ?? 0 }
        var widths = isRight.indices.map { widest(rows, $0) }
        guard let limit else { return widths }
        let room = limit - 3 * widths.count - 1
        let kept = isRight.indices.map { isRight[$0] ? widest(rows.dropFirst(), $0) : 0 }
        for least in [kept.map { max($0, Self.leastWidth) }, kept.map { _ in Self.leastWidth }] {
            while widths.reduce(0, +) > room,
                let column = widths.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
            {
                widths[column] -= 1
            }
        }
        return widths
    }

    /// A cell as lines of at most this width. Spaces at its start, which show a level, are kept.
    private static func lines(_ cell: String, width: Int) -> [String] {
        guard cell.count > width else { return [cell] }
        var lines = [String(cell.prefix { $0 == " " }.prefix(width - leastWidth))]
        for word in cell.split(separator: " ") {
            let line = lines[lines.count - 1]
            let separator = line.allSatisfy { $0 == " " } ? "" : " "
            if line.count + separator.count + word.count <= width {
                lines[lines.count - 1] += separator + word
            } else if separator.isEmpty {
                lines[lines.count - 1] += Figure.shortened(String(word), to: width - line.count)
            } else {
                lines.append(Figure.shortened(String(word), to: width))
            }
        }
        return lines
    }
}

internal import TextTable

/// `TextTable` names both its module and a type in it, so the column's type needs a name of its own.
private typealias TextColumn = Column

/// A table for people to read, in plain text.
package struct Table: Sendable {
    package enum Column: Sendable, Hashable {
        case left(String)
        case right(String)

        var title: String {
            switch self {
            case .left(let title), .right(let title): title
            }
        }

        var alignment: Alignment {
            switch self {
            case .left: .left
            case .right: .right
            }
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    package init(_ columns: Column...) {
        self.columns = columns
    }

    /// Appends a row, one cell a column.
    package mutating func append(_ cells: String...) {
        precondition(cells.count == columns.count, "a row has one cell for each column")
        rows.append(cells)
    }

    /// The lines of the table, without a final line break.
    package func render() -> String {
        let table = TextTable<[String]> { row in
            zip(columns, row).map { column, cell in
                TextColumn(title: column.title, value: cell, align: column.alignment)
            }
        }
        let text = table.string(for: rows, style: Style.psql) ?? ""
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}

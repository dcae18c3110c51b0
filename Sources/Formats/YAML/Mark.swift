/// A place in a text.
package struct Mark: Sendable, Hashable, Comparable {
    private let storedLine: UInt32
    private let storedColumn: UInt32

    /// Both counted from 1, in characters.
    package init(line: Int, column: Int) {
        storedLine = UInt32(clamping: line)
        storedColumn = UInt32(clamping: column)
    }

    /// Counted from 1.
    package var line: Int { Int(storedLine) }
    /// Counted from 1, in characters (Unicode scalars).
    package var column: Int { Int(storedColumn) }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.storedLine, lhs.storedColumn) < (rhs.storedLine, rhs.storedColumn)
    }
}

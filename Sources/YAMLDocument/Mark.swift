/// A place in a text.
public struct Mark: Sendable, Hashable, Comparable {
    private let storedLine: UInt32
    private let storedColumn: UInt32

    /// Both counted from 1, in characters.
    public init(line: Int, column: Int) {
        storedLine = UInt32(clamping: line)
        storedColumn = UInt32(clamping: column)
    }

    /// Counted from 1.
    public var line: Int { Int(storedLine) }
    /// Counted from 1, in characters (Unicode scalars).
    public var column: Int { Int(storedColumn) }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.storedLine, lhs.storedColumn) < (rhs.storedLine, rhs.storedColumn)
    }
}

/// `YYYY-MM-DD`, or a date, a time and perhaps a zone, by YAML 1.1.
enum TimestampPattern {
    /// Whether the text is a timestamp.
    ///
    /// - Throws: `badDate` if it has the form of one and no calendar has the day, where Python stops too.
    static func matches(_ bytes: [UInt8]) throws(ScalarResolution.Failure) -> Bool {
        var scanner = Scanner(bytes: bytes)
        guard let year = scanner.digits(4...4), scanner.take("-"),
            let month = scanner.digits(1...2), scanner.take("-"),
            let day = scanner.digits(1...2)
        else { return false }
        if scanner.isAtEnd {
            // A date alone has two digits everywhere.
            guard bytes.count == 10 else { return false }
            try check(year: year, month: month, day: day)
            return true
        }
        if !scanner.take("T") && !scanner.take("t") {
            guard scanner.skipBlanks() else { return false }
        }
        guard let hour = scanner.digits(1...2), scanner.take(":"), let minute = scanner.digits(2...2),
            scanner.take(":"), let second = scanner.digits(2...2)
        else { return false }
        if scanner.take(".") { scanner.skipDigits() }
        scanner.skipBlanks()
        var zoneHour = 0
        if !scanner.isAtEnd, !scanner.take("Z") {
            guard scanner.take("+") || scanner.take("-"), let hours = scanner.digits(1...2) else { return false }
            zoneHour = hours
            if scanner.take(":"), scanner.digits(2...2) == nil { return false }
        } else if bytes.last == 0x20 || bytes.last == 0x09 {
            return false
        }
        guard scanner.isAtEnd else { return false }
        try check(year: year, month: month, day: day)
        guard hour < 24, minute < 60, second < 60, zoneHour < 24 else { throw .badDate }
        return true
    }

    private static func check(year: Int, month: Int, day: Int) throws(ScalarResolution.Failure) {
        guard year >= 1, (1...12).contains(month) else { throw .badDate }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        guard (1...days).contains(day) else { throw .badDate }
    }

    private struct Scanner {
        let bytes: [UInt8]
        var index = 0

        var isAtEnd: Bool { index == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
            index += 1
            return true
        }

        mutating func digits(_ count: ClosedRange<Int>) -> Int? {
            var value = 0
            var found = 0
            while found < count.upperBound, index < bytes.count, (0x30...0x39).contains(bytes[index]) {
                value = value * 10 + Int(bytes[index] - 0x30)
                index += 1
                found += 1
            }
            return count.contains(found) ? value : nil
        }

        mutating func skipDigits() {
            while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
        }

        @discardableResult
        mutating func skipBlanks() -> Bool {
            let start = index
            while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
            return index > start
        }
    }
}

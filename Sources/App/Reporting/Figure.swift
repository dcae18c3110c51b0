/// Numbers as people read them, the same in every locale.
package enum Figure {
    /// A fixed number of decimal places: `decimal(1072.94, places: 1)` is `1072.9`.
    package static func decimal(_ value: Double, places: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return String(value) }
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = (abs(value) * Double(scale)).rounded()
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard let units = Int(exactly: scaled) else { return String(value) }
        let (whole, fraction) = units.quotientAndRemainder(dividingBy: scale)
        guard places > 0 else { return sign + String(whole) }
        let digits = String(fraction)
        return sign + "\(whole)." + String(repeating: "0", count: places - digits.count) + digits
    }

    /// Groups of three digits: `grouped(5067056)` is `5,067,056`.
    package static func grouped(_ value: Int) -> String {
        var groups: [Substring] = []
        var rest = Substring(String(value.magnitude))
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (value < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// A share of a whole as `12.3 %`; empty where either is unknown or the whole is zero.
    package static func share(_ part: Int?, of whole: Int?) -> String {
        guard let part, let whole, whole > 0 else { return "" }
        return decimal(100 * Double(part) / Double(whole), places: 1) + " %"
    }

    /// A text that fits into a column: its middle goes first.
    package static func shortened(_ text: String, to limit: Int) -> String {
        guard limit > 5, text.count > limit else { return text }
        let end = (limit - 3) / 2
        return text.prefix(limit - 3 - end) + "..." + text.suffix(end)
    }
}

extension Figure {
    /// Three significant digits and a power of ten: `scientific(0.0000123)` is `1.23e-05`.
    package static func scientific(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : String(value) }
        var exponent = 0
        var mantissa = abs(value)
        while mantissa >= 10 {
            mantissa /= 10
            exponent += 1
        }
        while mantissa < 1 {
            mantissa *= 10
            exponent -= 1
        }
        if (mantissa * 100).rounded() >= 1000 {
            mantissa /= 10
            exponent += 1
        }
        let power = abs(exponent) < 10 ? "0\(abs(exponent))" : String(abs(exponent))
        return "\(value < 0 ? "-" : "")\(decimal(mantissa, places: 2))e\(exponent < 0 ? "-" : "+")\(power)"
    }
}

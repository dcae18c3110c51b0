/// Implicit types of plain scalars by YAML 1.1, with PyYAML's patterns (`yaml/resolver.py`), which differ from
/// the specification's: a float needs a point, and a sign in its exponent, so `1e3` is a string.
enum ScalarResolution {
    /// What a pattern matched, before the value is known to be good: `0b_` looks like an integer and is none.
    enum Failure: Error {
        case badInteger
        case badDate
    }

    /// The value of a plain scalar without a tag; `.string` if no pattern matches.
    ///
    /// `<<` and `=` are left to the caller: they have meaning only as keys.
    static func resolve(_ text: String) throws(Failure) -> ScalarValue {
        let bytes = Array(text.utf8)
        guard let first = bytes.first else { return .null }
        switch first {
        case UInt8(ascii: "~"): return bytes.count == 1 ? .null : .string
        case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"),
            UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"):
            return word(bytes) ?? .string
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            if let value = float(bytes) { return .float(value) }
            if first == UInt8(ascii: ".") { return .string }
            if let value = try integer(bytes) { return value }
            return try TimestampPattern.matches(bytes) ? .timestamp : .string
        default:
            return .string
        }
    }

    /// Booleans and nulls: all small, all capital, or with one capital first.
    private static func word(_ bytes: [UInt8]) -> ScalarValue? {
        guard bytes.count <= 5 else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return words[text]
    }

    private static let words: [String: ScalarValue] = {
        var words: [String: ScalarValue] = [:]
        for (word, value) in [
            ("yes", ScalarValue.boolean(true)), ("no", .boolean(false)), ("true", .boolean(true)),
            ("false", .boolean(false)), ("on", .boolean(true)), ("off", .boolean(false)), ("null", .null),
        ] {
            words[word] = value
            words[word.uppercased()] = value
            words[word.prefix(1).uppercased() + word.dropFirst()] = value
        }
        return words
    }()

    // MARK: Numbers

    private static func integer(_ bytes: [UInt8]) throws(Failure) -> ScalarValue? {
        var rest = bytes[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard let first = rest.first, isDigit(first) else { return nil }

        if first == UInt8(ascii: "0") {
            if rest.count == 1 { return .integer(0) }
            let second = rest[rest.startIndex + 1]
            let digits = rest.dropFirst(2)
            switch second {
            case UInt8(ascii: "b"):
                guard !digits.isEmpty, digits.allSatisfy({ $0 == 0x30 || $0 == 0x31 || $0 == 0x5F }) else { return nil }
                return try number(digits, radix: 2, isNegative: isNegative)
            case UInt8(ascii: "x"):
                guard !digits.isEmpty, digits.allSatisfy({ hexValue($0) != nil || $0 == 0x5F }) else { return nil }
                return try number(digits, radix: 16, isNegative: isNegative)
            default:
                guard rest.dropFirst().allSatisfy({ (0x30...0x37).contains($0) || $0 == 0x5F }) else { return nil }
                return try number(rest, radix: 8, isNegative: isNegative)
            }
        }
        if rest.contains(UInt8(ascii: ":")) { return sexagesimal(rest, isNegative: isNegative) }
        guard rest.allSatisfy({ isDigit($0) || $0 == 0x5F }) else { return nil }
        return try number(rest, radix: 10, isNegative: isNegative)
    }

    private static func number(
        _ digits: ArraySlice<UInt8>, radix: Int, isNegative: Bool
    ) throws(Failure) -> ScalarValue {
        var value = 0
        var count = 0
        for digit in digits where digit != 0x5F {
            count += 1
            let (product, first) = value.multipliedReportingOverflow(by: radix)
            let (sum, second) = product.subtractingReportingOverflow(Int(hexValue(digit) ?? 0))
            // Counting down, because the most negative number has no positive twin.
            if first || second { return .bigInteger(isNegative: isNegative) }
            value = sum
        }
        guard count > 0 else { throw .badInteger }
        if isNegative { return .integer(value) }
        return value == .min ? .bigInteger(isNegative: false) : .integer(-value)
    }

    /// `[1-9][0-9_]*(:[0-5]?[0-9])+`, base 60.
    private static func sexagesimal(_ text: ArraySlice<UInt8>, isNegative: Bool) -> ScalarValue? {
        var value = 0.0
        var exact = 0
        var isExact = true
        for (index, part) in text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).enumerated() {
            guard index == 0 ? isDigits(part) : isSixtieth(part) else { return nil }
            var digits = 0.0
            for digit in part where digit != 0x5F { digits = digits * 10 + Double(digit - 0x30) }
            value = value * 60 + digits
            guard isExact, value < 9e15 else {
                isExact = false
                continue
            }
            exact = Int(value)
        }
        guard isExact else { return .bigInteger(isNegative: isNegative) }
        return .integer(isNegative ? -exact : exact)
    }

    private static func float(_ bytes: [UInt8]) -> Double? {
        guard let point = bytes.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        var whole = bytes[..<point]
        let fraction = bytes[(point + 1)...]
        let isSigned = whole.first == UInt8(ascii: "-") || whole.first == UInt8(ascii: "+")
        let sign: Double = whole.first == UInt8(ascii: "-") ? -1 : 1
        if isSigned { whole = whole.dropFirst() }

        if whole.isEmpty {
            switch String(decoding: fraction, as: UTF8.self) {
            case "inf", "Inf", "INF": return sign * .infinity
            case "nan", "NaN", "NAN": return isSigned ? nil : .nan
            default: break
            }
            // PyYAML's pattern has no sign before a leading point.
            guard !isSigned, let digit = fraction.first, isDigit(digit) else { return nil }
            return decimal(bytes, digits: fraction)
        }
        guard let first = whole.first, isDigit(first) else { return nil }
        if whole.contains(UInt8(ascii: ":")) {
            guard fraction.allSatisfy({ isDigit($0) || $0 == 0x5F }) else { return nil }
            var value = 0.0
            for (index, part) in whole.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
                .enumerated()
            {
                guard index == 0 ? isDigits(part) : isSixtieth(part) else { return nil }
                value = value * 60 + (Double(String(decoding: part.filter { $0 != 0x5F }, as: UTF8.self)) ?? 0)
            }
            let tail = Double("0." + String(decoding: fraction.filter { $0 != 0x5F }, as: UTF8.self) + "0") ?? 0
            return sign * (value + tail)
        }
        guard isDigits(whole) else { return nil }
        return decimal(bytes, digits: fraction)
    }

    /// Digits, then an exponent that must have a sign.
    private static func decimal(
        _ bytes: [UInt8], digits fraction: ArraySlice<UInt8>
    ) -> Double? {
        var rest = fraction.drop { isDigit($0) || $0 == 0x5F }
        if !rest.isEmpty {
            guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else { return nil }
            rest = rest.dropFirst()
            guard rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") else { return nil }
            rest = rest.dropFirst()
            guard !rest.isEmpty, rest.allSatisfy(isDigit) else { return nil }
        }
        return PythonNumber.float(String(decoding: bytes.filter { $0 != 0x5F }, as: UTF8.self))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isDigits(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, isDigit(first) else { return false }
        return bytes.allSatisfy { isDigit($0) || $0 == 0x5F }
    }

    /// `[0-5]?[0-9]`.
    private static func isSixtieth(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, bytes.allSatisfy(isDigit) else { return false }
        return bytes.count == 1 || (bytes.count == 2 && first <= 0x35)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

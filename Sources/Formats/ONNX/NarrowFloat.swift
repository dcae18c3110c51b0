/// Floating-point numbers of eight bits and fewer, by their bits.
///
/// Sources: Micikevicius et al., "FP8 Formats for Deep Learning", 2022 (E4M3, E5M2); ONNX, "Float stored in 8 bits" (the
/// FNUZ forms); OCP Microscaling Formats 1.0 (E8M0, E2M1, E2M3, E3M2).
struct NarrowFloat: Sendable {
    /// Which codes are not numbers.
    enum Specials {
        /// None: every code is a number.
        case none
        /// As IEEE 754: the largest exponent is infinity and not-a-number.
        case ieee
        /// The largest code alone is not-a-number, with either sign.
        case largestCode
        /// What would be -0 is not-a-number.
        case negativeZero
    }

    var exponentBits: Int
    var fractionBits: Int
    var bias: Int
    var specials: Specials

    init?(_ type: ElementType) {
        switch type {
        case .float8e4m3fn: self.init(exponentBits: 4, fractionBits: 3, bias: 7, specials: .largestCode)
        case .float8e4m3fnuz: self.init(exponentBits: 4, fractionBits: 3, bias: 8, specials: .negativeZero)
        case .float8e5m2: self.init(exponentBits: 5, fractionBits: 2, bias: 15, specials: .ieee)
        case .float8e5m2fnuz: self.init(exponentBits: 5, fractionBits: 2, bias: 16, specials: .negativeZero)
        case .float4e2m1: self.init(exponentBits: 2, fractionBits: 1, bias: 1, specials: .none)
        case .float6e2m3: self.init(exponentBits: 2, fractionBits: 3, bias: 1, specials: .none)
        case .float6e3m2: self.init(exponentBits: 3, fractionBits: 2, bias: 3, specials: .none)
        default: return nil
        }
    }

    private init(exponentBits: Int, fractionBits: Int, bias: Int, specials: Specials) {
        self.exponentBits = exponentBits
        self.fractionBits = fractionBits
        self.bias = bias
        self.specials = specials
    }

    /// The exact value.
    func value(_ bits: UInt8) -> Float {
        let isNegative = bits >> (exponentBits + fractionBits) & 1 == 1
        let largestExponent = 1 << exponentBits - 1
        let exponent = Int(bits >> fractionBits) & largestExponent
        let fraction = Int(bits) & (1 << fractionBits - 1)
        let isLast = exponent == largestExponent
        switch specials {
        case .ieee where isLast: return fraction > 0 ? .nan : isNegative ? -.infinity : .infinity
        case .largestCode where isLast && fraction == 1 << fractionBits - 1: return .nan
        case .negativeZero where isNegative && exponent == 0 && fraction == 0: return .nan
        default: break
        }
        // Below the smallest normal number the leading 1 is missing, and the exponent stays.
        let significand = exponent == 0 ? fraction : fraction + 1 << fractionBits
        let magnitude =
            Float(significand) * Float(sign: .plus, exponent: max(exponent, 1) - bias - fractionBits, significand: 1)
        return isNegative ? -magnitude : magnitude
    }

    /// E8M0, a bare power of two: no sign, no zero, and 255 is not-a-number.
    static func powerOfTwo(_ bits: UInt8) -> Float {
        bits == 255 ? .nan : Float(sign: .plus, exponent: Int(bits) - 127, significand: 1)
    }
}

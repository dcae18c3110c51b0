internal import CFloatKernels
internal import ONNX

extension OperatorKernels {
    /// Functions of one value.
    static let unary: [String: OperatorKernel] = {
        var kernels: [String: OperatorKernel] = [:]
        let plain: [(String, Int, fk_unary_op)] = [
            ("Abs", 1, FK_ABS), ("Acos", 7, FK_ACOS), ("Acosh", 9, FK_ACOSH), ("Asin", 7, FK_ASIN),
            ("Asinh", 9, FK_ASINH), ("Atan", 7, FK_ATAN), ("Atanh", 9, FK_ATANH), ("Ceil", 1, FK_CEIL),
            ("Cos", 7, FK_COS), ("Cosh", 9, FK_COSH), ("Erf", 9, FK_ERF), ("Exp", 1, FK_EXP), ("Floor", 1, FK_FLOOR),
            ("Log", 1, FK_LOG), ("Neg", 1, FK_NEG), ("Reciprocal", 1, FK_RECIPROCAL), ("Round", 11, FK_ROUND),
            ("Sign", 9, FK_SIGN), ("Sin", 7, FK_SIN), ("Sinh", 9, FK_SINH), ("Sqrt", 1, FK_SQRT), ("Tan", 7, FK_TAN),
            ("Tanh", 1, FK_TANH), ("Relu", 1, FK_RELU), ("Sigmoid", 1, FK_SIGMOID), ("Softplus", 1, FK_SOFTPLUS),
            ("Softsign", 1, FK_SOFTSIGN), ("Mish", 18, FK_MISH), ("HardSwish", 14, FK_HARDSWISH), ("Not", 1, FK_NOT),
            ("BitwiseNot", 18, FK_BITWISE_NOT),
        ]
        for (name, since, operation) in plain {
            kernels[name] = OperatorKernel(since: since) { context throws in
                [try context.apply(operation, to: try context.any(0))]
            }
        }
        func parameterized(
            _ name: String, since: Int = 1, _ operation: fk_unary_op, _ alpha: (String, Float),
            _ beta: (String, Float)? = nil
        ) {
            kernels[name] = OperatorKernel(since: since) { context throws in
                let a = try context.float(alpha.0, default: alpha.1)
                let b: Float = if let beta { try context.float(beta.0, default: beta.1) } else { 0 }
                return [try context.apply(operation, to: try context.any(0), Double(a), Double(b))]
            }
        }
        parameterized("LeakyRelu", FK_LEAKY_RELU, ("alpha", 0.01))
        parameterized("Elu", FK_ELU, ("alpha", 1))
        parameterized("Celu", since: 12, FK_CELU, ("alpha", 1))
        parameterized("Selu", FK_SELU, ("alpha", 1.673_263_192_176_818_8), ("gamma", 1.050_701_022_148_132_3))
        parameterized("HardSigmoid", FK_HARD_SIGMOID, ("alpha", 0.2), ("beta", 0.5))
        parameterized("ThresholdedRelu", since: 10, FK_THRESHOLDED_RELU, ("alpha", 1))
        parameterized("Shrink", since: 9, FK_SHRINK, ("bias", 0), ("lambd", 0.5))
        parameterized("Swish", since: 24, FK_SWISH, ("alpha", 1))
        kernels["Gelu"] = OperatorKernel(since: 20) { context throws in
            let approximation = try context.text("approximate", default: "none")
            switch approximation {
            case "none": return [try context.apply(FK_GELU_ERF, to: try context.any(0))]
            case "tanh": return [try context.apply(FK_GELU_TANH, to: try context.any(0))]
            default: throw context.failure("attribute 'approximate' is '\(approximation)'")
            }
        }
        kernels["Clip"] = OperatorKernel { context throws in [try clip(context)] }
        kernels["IsNaN"] = OperatorKernel(since: 9) { context throws in
            let value = try context.any(0)
            let result = try context.make(.bool, value.shape, order: value.order)
            let bytes = result.bytes.assumingMemoryBound(to: UInt8.self)
            guard fk_is_nan(value.type.rawValue, value.count, value.bytes, bytes) != 0 else {
                throw context.refusal(of: value.type)
            }
            return [result]
        }
        kernels["IsInf"] = OperatorKernel(since: 10) { context throws in
            let value = try context.any(0)
            let result = try context.make(.bool, value.shape, order: value.order)
            let positive = try context.flag("detect_positive", default: true)
            let negative = try context.flag("detect_negative", default: true)
            let bytes = result.bytes.assumingMemoryBound(to: UInt8.self)
            guard
                fk_is_infinite(
                    value.type.rawValue, value.count, value.bytes, bytes, positive ? 1 : 0, negative ? 1 : 0) != 0
            else { throw context.refusal(of: value.type) }
            return [result]
        }
        return kernels
    }()

    /// Bounds are attributes up to opset 10, then optional scalars.
    private static func clip(_ context: KernelContext) throws -> Value {
        let value = try context.any(0)
        if context.opset < 11 {
            let low = try context.float("min", default: -.greatestFiniteMagnitude)
            let high = try context.float("max", default: .greatestFiniteMagnitude)
            return try context.apply(FK_CLIP, to: value, Double(low), Double(high))
        }
        if value.type == .float || value.type == .double {
            let low = try context.bound(1)?.converted(to: .double, in: context.memory)
            let high = try context.bound(2)?.converted(to: .double, in: context.memory)
            return try context.apply(
                FK_CLIP, to: value, low?.bytes.load(as: Double.self) ?? -.infinity,
                high?.bytes.load(as: Double.self) ?? .infinity)
        }
        // An integer bound of any type, by its bits.
        var low = 0.0
        var high = 0.0
        let limits = integerLimits(value.type)
        withUnsafeMutableBytes(of: &low) { $0.storeBytes(of: limits.low, as: UInt64.self) }
        withUnsafeMutableBytes(of: &high) { $0.storeBytes(of: limits.high, as: UInt64.self) }
        if let bound = try context.bound(1) {
            withUnsafeMutableBytes(of: &low) { $0.copyMemory(from: .init(start: bound.bytes, count: bound.width)) }
        }
        if let bound = try context.bound(2) {
            withUnsafeMutableBytes(of: &high) { $0.copyMemory(from: .init(start: bound.bytes, count: bound.width)) }
        }
        return try context.apply(FK_CLIP, to: value, low, high)
    }

    /// The bits of a type's smallest and largest number.
    private static func integerLimits(_ type: ElementType) -> (low: UInt64, high: UInt64) {
        let bits = UInt64(type.bitWidth ?? 64)
        switch type {
        case .int8, .int16, .int32, .int64: return (1 << (bits - 1), 1 << (bits - 1) - 1)
        default: return (0, bits == 64 ? .max : 1 << bits - 1)
        }
    }
}

extension KernelContext {
    /// One of Clip's bounds, of the input's type.
    fileprivate func bound(_ index: Int) throws -> Value? {
        guard let bound = try optionalInput(index) else { return nil }
        try check(bound.count == 1, "input \(index) is not a single number")
        try check(bound.type == inputs[0]?.type, "input \(index) is of another type")
        return bound
    }

    /// A function of every element.
    func apply(
        _ operation: fk_unary_op, to value: Value, _ a: Double = 0, _ b: Double = 0
    ) throws -> Value {
        let result = try make(value.type, value.shape, order: value.order)
        if value.type == .float, value.count >= 4096, let activation = Self.activation(operation),
            fk_activate(activation, Float(a), Float(b), value.count, value.floats, result.floats) != 0
        {
            return result
        }
        guard fk_unary(operation, value.type.rawValue, value.count, value.bytes, result.bytes, a, b) != 0 else {
            throw refusal(of: value.type)
        }
        return result
    }

    /// Those that oneDNN is much faster at, on many elements.
    private static func activation(_ operation: fk_unary_op) -> fk_activation? {
        switch operation {
        case FK_SIGMOID: FK_ACTIVATION_SIGMOID
        case FK_SWISH: FK_ACTIVATION_SWISH
        case FK_GELU_ERF: FK_ACTIVATION_GELU_ERF
        case FK_GELU_TANH: FK_ACTIVATION_GELU_TANH
        case FK_TANH: FK_ACTIVATION_TANH
        default: nil
        }
    }

    func refusal(of type: ElementType) -> RuntimeError { unsupported("the executor does not have it for \(type)") }
}

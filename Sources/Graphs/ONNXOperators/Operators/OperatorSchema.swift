package import ONNX

/// How an operator may be called.
package struct OperatorSchema: Sendable, Equatable {
    /// The opset that introduced this form of it.
    package var since: Int
    package var inputs: [Operand]
    package var outputs: [Operand]
    package var attributes: [String: OperatorAttribute]
    /// The only numbers of outputs that are allowed, if they are not a range.
    package var outputCounts: [Int]?
    /// Whether attributes that it does not name are let through.
    package var allowsOtherAttributes = false

    /// One input or output.
    package struct Operand: Sendable, Equatable {
        package enum Option: Sendable, Equatable {
            case single
            case optional
            /// The last one, any number of times from `minimum` on.
            case variadic(minimum: Int)
        }

        package var name: String
        package var option: Option
        /// Operands of the same variable have the same type; `nil` if the types are named instead.
        var variable: String?
        /// Whether all of a variadic operand's values have one type.
        var isHomogeneous: Bool
        var types: TypeSet
    }

    /// How many inputs a node may have. Trailing optional ones may be left out.
    package var inputCount: ClosedRange<Int> { Self.count(inputs) }
    package var outputCount: ClosedRange<Int> { Self.count(outputs) }

    private static func count(_ operands: [Operand]) -> ClosedRange<Int> {
        var minimum = 0
        var maximum = 0
        for operand in operands {
            switch operand.option {
            case .single:
                maximum += 1
                minimum = maximum
            case .optional: maximum += 1
            case .variadic(let least): return maximum + least...Int.max
            }
        }
        return minimum...maximum
    }
}

/// An attribute of an operator.
package struct OperatorAttribute: Sendable, Equatable {
    package var kind: AttributeKind
    package var isRequired: Bool
}

extension OperatorSchema {
    /// Why a node's operands do not have the types that the operator accepts; `nil` if they do.
    ///
    /// Operands of the same variable have to have the same type, as onnx's own checker asks for. A type that is not known
    /// (`nil`) goes with everything; the type of an output that is not known is filled in where it follows from a variable,
    /// or is the only one there is.
    ///
    /// - Precondition: as many operands as the schema allows.
    package func typeProblem(inputs values: [ValueType?], outputs results: inout [ValueType?]) -> String? {
        var bound: [String: OperandType] = [:]
        for (index, value) in values.enumerated() {
            guard let value, let operand = Self.operand(index, of: inputs) else { continue }
            if let problem = operand.problem(OperandType(value), "input", &bound) { return problem }
        }
        for index in results.indices {
            guard let operand = Self.operand(index, of: outputs) else { continue }
            guard let type = results[index].map(OperandType.init) ?? operand.typeThatFollows(bound) else { continue }
            if results[index] == nil { results[index] = type.valueType }
            if let problem = operand.problem(type, "output", &bound) { return problem }
        }
        return nil
    }

    private static func operand(_ index: Int, of operands: [Operand]) -> Operand? {
        index < operands.count ? operands[index] : operands.last
    }
}

extension OperatorSchema.Operand {
    fileprivate func typeThatFollows(_ bound: [String: OperandType]) -> OperandType? {
        types.only ?? variable.flatMap { bound[$0] }
    }

    fileprivate func problem(_ type: OperandType, _ kind: String, _ bound: inout [String: OperandType]) -> String? {
        if type.isUndefined { return "\(kind) '\(name)' has an undefined element type" }
        guard types.contains(type) else { return "\(kind) '\(name)' is \(type), expected \(types)" }
        guard isHomogeneous, let variable else { return nil }
        if let other = bound[variable] {
            return other == type
                ? nil : "\(kind) '\(name)' is \(type), but another operand of the same type \(variable) is \(other)"
        }
        bound[variable] = type
        return nil
    }
}

@testable import ONNXOperators

/// Where our inference is not onnx's, and why it stays so.
enum KnownShapeDisagreement: String, CaseIterable, Sendable {
    /// Both find the contradiction. We go on with what follows, onnx with what the file states.
    case contradictedStatement = "a stated type that contradicts what follows: we go on with what follows"
    /// onnx takes the size of an axis without looking whether it has one, and gets 0; and where ranks do not fit, it gives
    /// the products no more than their first axis.
    case halfAttention = "Attention on axes of unknown size: onnx makes them 0, or leaves them out"
    /// The function body of the operator gets no `axes`, since onnx forgets the attribute's default.
    case forgottenDefault =
        "MeanVarianceNormalization without axes: onnx refuses it, though its own specification does not"
    /// Some operators have no rule in onnx, most of opset 1 among them: what follows one of them has no type, which strict
    /// inference takes for an error.
    case noRule = "operators of old opsets, and GroupNormalization, that onnx infers nothing of: we do"
    /// In old files an initializer has to be an input too. If it is not, onnx has no type for it.
    case oldInitializer = "an initializer that is no input before IR version 4: onnx knows no type of it"
    /// A shape with -1 elements counts as one without elements.
    case negativeLength = "Expand to a shape of negative length: onnx takes it for an empty one"
    /// onnx counts operands and looks at attributes once more while it infers. `verify` has checks of their own for that.
    case operandCount = "too many or too few operands: other checks than inference find them"
    /// With data propagation: shapes computed from shapes contradict each other.
    case computedContradiction =
        "shapes computed from shapes that contradict an operator: we fall back on what is stated"

    /// The reason why a type differs; `nil` if it is a mistake.
    static func ofType(
        _ name: String, _ theirs: InferredForm, _ own: ShapeInference, _ record: ShapeOracle.Record, isPropagated: Bool
    ) -> KnownShapeDisagreement? {
        if own.problems.contains(where: { $0.message.hasPrefix("'\(name)' is ") }) { return .contradictedStatement }
        if record.operators.contains("Attention"), theirs.isMetButForZeros(by: own.types[name]) {
            return .halfAttention
        }
        if record.operators == ["Expand"], record.opset < 13, own.shape(of: name) == nil { return .negativeLength }
        if own.problems.contains(where: { $0.kind == .statement }) { return .contradictedStatement }
        return isPropagated && !own.problems.isEmpty ? .computedContradiction : nil
    }

    /// The reason why onnx refuses a model and we do not, or the other way round; `nil` if it is a mistake.
    static func ofVerdict(_ record: ShapeOracle.Record, _ own: ShapeInference) -> KnownShapeDisagreement? {
        guard let error = record.error else { return nil }
        if error.contains("(op_type:MeanVarianceNormalization)") { return .forgottenDefault }
        if error.contains("not in range [min=") { return .operandCount }
        let missingTypes = ["expected to have type but instead is null", "Input type was null", "was not a tensor"]
        guard missingTypes.contains(where: error.contains) else { return nil }
        if record.irVersion < 4 { return .oldInitializer }
        let firstInferred = ["GroupNormalization": Int.max, "Dropout": 10, "BatchNormalization": 14]
        let hasNoRule = record.operators.contains { record.opset < firstInferred[$0] ?? 6 }
        return hasNoRule ? .noRule : nil
    }
}

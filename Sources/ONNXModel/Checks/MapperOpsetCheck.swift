internal import Diagnostics

/// hb_mapper takes opset 10 and 11 only.
enum MapperOpsetCheck: ModelCheck {
    static let rule = "mapper-opset"
    static let supported = 10...11

    static func findings(in context: CheckContext) -> [Finding] {
        guard let opset = context.model.opset, !supported.contains(opset) else { return [] }
        return [unsupported(opset)]
    }

    static func unsupported(_ opset: Int) -> Finding {
        Finding(
            rule: rule, severity: .error, message: "hb_mapper takes opset 10 or 11, and this is opset \(opset)",
            fix: "export with opset 11: torch.onnx.export(..., opset_version=11, dynamo=False)")
    }
}

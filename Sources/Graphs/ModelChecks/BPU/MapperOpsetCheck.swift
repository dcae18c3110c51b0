internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// hb_mapper takes opset 10 and 11 only.
enum MapperOpsetCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "mapper-opset", .mapper,
        summary: "the default domain's opset is 10 or 11",
        reason: "hb_mapper takes these two only, whatever operators a model uses.",
        fix: "Export with opset 11: torch.onnx.export(..., opset_version=11, dynamo=False).",
        example: "opset_import: {'': 20}, as torch's default exporter writes it")
    static let supported = 10...11

    static func findings(in context: CheckContext) -> [Finding] {
        guard let opset = context.model.opset, !supported.contains(opset) else { return [] }
        return [unsupported(opset)]
    }

    static func unsupported(_ opset: Int) -> Finding {
        rule.error(
            "hb_mapper takes opset 10 or 11, and this is opset \(opset)",
            fix: "export with opset 11: torch.onnx.export(..., opset_version=11, dynamo=False)")
    }
}

internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// hb_mapper accepts opsets 10 and 11 only.
enum MapperOpsetRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "mapper-opset",
        summary: "the opset is 10 or 11",
        reason: "hb_mapper accepts these two opsets only, whichever operators a model uses.",
        fix: "Run `repvit-convert simplify MODEL -o OUT`, which converts to opset 11.",
        example: "opset_import: {'': 20}, as written by torch's default exporter")
    static let supported = 10...11

    static func findings(in context: CheckContext) -> [Finding] {
        guard let opset = context.model.opset, !supported.contains(opset) else { return [] }
        return [unsupported(opset)]
    }

    static func unsupported(_ opset: Int) -> Finding {
        error(
            "opset \(opset) is not supported by hb_mapper: expected 10 or 11",
            fix: "run `repvit-convert simplify MODEL -o OUT`, which converts to opset 11")
    }
}

internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// hb_mapper takes IR versions up to 9.
enum MapperIRVersionCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "mapper-ir-version", .mapper,
        summary: "the IR version is one that hb_mapper's onnx 1.15 reads: up to 9",
        reason: "hb_mapper carries onnx 1.15, which refuses files of a newer format before it looks at the graph.",
        fix: "Export with opset 11, which goes with IR version 6; or lower ir_version if nothing newer is used.",
        example: "ir_version: 10, as torch's default exporter writes it")
    static let newest = 9

    static func findings(in context: CheckContext) -> [Finding] {
        context.model.irVersion > newest ? [tooNew(context.model.irVersion)] : []
    }

    static func tooNew(_ version: Int) -> Finding {
        rule.error(
            "hb_mapper takes IR versions up to \(newest), and this is \(version)",
            fix: "export with opset 11, which goes with IR version 6")
    }
}

internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// hb_mapper reads IR versions up to 9.
enum MapperIRVersionRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "mapper-ir-version",
        summary: "the IR version is 9 or lower",
        reason: "hb_mapper ships onnx 1.15, which rejects newer file formats before it looks at the graph.",
        fix: "Run `repvit-convert simplify MODEL -o OUT`, which writes IR version 6.",
        example: "ir_version: 10, as written by torch's default exporter")
    static let newest = 9

    static func findings(in context: CheckContext) -> [Finding] {
        context.model.irVersion > newest ? [tooNew(context.model.irVersion)] : []
    }

    static func tooNew(_ version: Int) -> Finding {
        error(
            "IR version \(version) is newer than \(newest), the newest that hb_mapper reads",
            fix: "run `repvit-convert simplify MODEL -o OUT`, which writes IR version 6")
    }
}

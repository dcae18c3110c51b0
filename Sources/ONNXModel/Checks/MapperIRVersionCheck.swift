internal import Diagnostics

/// hb_mapper takes IR versions up to 9.
enum MapperIRVersionCheck: ModelCheck {
    static let rule = "mapper-ir-version"
    static let newest = 9

    static func findings(in context: CheckContext) -> [Finding] {
        context.model.irVersion > newest ? [tooNew(context.model.irVersion)] : []
    }

    static func tooNew(_ version: Int) -> Finding {
        Finding(
            rule: rule, severity: .error,
            message: "hb_mapper takes IR versions up to \(newest), and this is \(version)",
            fix: "export with opset 11, which goes with IR version 6")
    }
}

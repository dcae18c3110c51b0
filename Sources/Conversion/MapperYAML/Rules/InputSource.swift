internal import Diagnostics
internal import YAML

/// `input_source` that is no mapping, names an unknown input, or a source that does not give the colour format.
enum InputSource: Rule {
    static let description = RuleDescription(
        "input-source", .error, "input_source maps the model's inputs to sources that give their format")

    private static let formats: [String: [String]] = [
        "pyramid": ["nv12", "gray", "yuv420sp_bt601_video", "yuv_bt601_full"],
        "resizer": ["nv12", "gray", "yuv420sp_bt601_video", "yuv_bt601_full"],
        "ddr": ["rgb", "bgr", "yuv444", "yuv444_128", "gray", "featuremap"],
    ]

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.inputSource] else { return }
        guard let mapping = setting.value.mapping else {
            if let value = setting.value.string {
                report.add(.text(value, context).repaired(by: repair(value, context)), at: setting.mark)
            }
            return
        }
        var seen: Set<String> = []
        for entry in mapping.entries.reversed() {
            let name = entry.key.string
            // An earlier one with the same key does not count.
            if let name, !seen.insert(name).inserted { continue }
            if let names = context.inputNames {
                guard let name, let index = names.firstIndex(of: name) else {
                    report.add(.unknown(VendorText.string(entry.key), names), at: entry.key.start)
                    continue
                }
                check(entry, context.runtimeType(index), &report)
            } else {
                check(entry, context.inputCount == 1 ? context.runtimeType(0) : nil, &report)
            }
        }
    }

    /// A mapping from the only input, if the source gives its format.
    private static func repair(_ source: String, _ context: LintContext) -> Repair? {
        guard let names = context.inputNames, names.count == 1, let type = context.runtimeType(0),
            formats[source]?.contains(type) == true
        else { return nil }
        return .set(.inputSource, "{\(YAMLWriter.quoted(names[0])): \(source)}")
    }

    private static func check(_ entry: Mapping.Entry, _ type: String?, _ report: inout LintReport) {
        if isFalse(entry.value) { return }
        let mark = entry.value.start == entry.value.end ? entry.key.start : entry.value.start
        guard let source = entry.value.string, let formats = formats[source] else {
            report.add(.source(VendorText.string(entry.value)), at: mark)
            return
        }
        if let type, !formats.contains(type) { report.add(.format(source, type), at: mark) }
    }

    /// What Python takes for false: hb_mapper then chooses itself.
    private static func isFalse(_ node: Node) -> Bool {
        switch node.content {
        case .sequence(let nodes): nodes.isEmpty
        case .mapping(let mapping): mapping.entries.isEmpty
        case .scalar(let scalar):
            switch scalar.value {
            case .null, .boolean(false), .integer(0): true
            case .float(let value): value == 0
            case .string, .binary: scalar.text.isEmpty
            default: false
            }
        }
    }
}

extension LintMessage {
    fileprivate static func text(_ value: String, _ context: LintContext) -> Self {
        let name = context.inputNames?.first ?? "data"
        return Self(
            "'input_source' is '\(value)', and hb_mapper wants a mapping",
            fix: "write 'input_source: {\(name): \(value.isEmpty ? "pyramid" : value)}'")
    }

    fileprivate static func unknown(_ name: String, _ names: [String]) -> Self {
        Self(
            "'input_source' names the input '\(name)', and there is \(names.joined(separator: ", "))",
            fix: (NearestName.find(name, in: names) ?? names.first).map { "write '\($0)'" })
    }

    fileprivate static func source(_ value: String) -> Self {
        Self("'input_source' cannot be '\(value.prefix(60))'", fix: "write pyramid, resizer or ddr")
    }

    fileprivate static func format(_ source: String, _ type: String) -> Self {
        let shown = type == "yuv420sp_bt601_video" ? "nv12" : type
        return Self(
            "'input_source' is '\(source)', which does not give '\(shown)'",
            fix: source == "ddr" ? "write pyramid" : "write ddr")
    }
}

internal import Diagnostics
internal import YAML

/// `input_source` maps the model's inputs to sources that supply their format.
enum InputSourceRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "input-source",
        summary: "input_source maps the model's inputs to sources of their format",
        reason: "The BPU reads nv12 and gray from pyramid or resizer, everything else from ddr.",
        fix: "Map each input to a source, or remove the key: hb_mapper chooses then.",
        example: "input_source: {data: ddr}, and input_type_rt: nv12")

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
            // Of duplicate keys the last counts.
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

    /// A mapping from the only input, if the source supplies its format.
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

    /// Whether Python treats the value as false: hb_mapper then chooses the source.
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
            "input_source must be a mapping, but is '\(value)'",
            fix: "set input_source: {\(name): \(value.isEmpty ? "pyramid" : value)}")
    }

    fileprivate static func unknown(_ name: String, _ names: [String]) -> Self {
        Self(
            "input_source names unknown input '\(name)'; the inputs: \(names.joined(separator: ", "))",
            fix: (NearestName.find(name, in: names) ?? names.first).map { "name it '\($0)'" })
    }

    fileprivate static func source(_ value: String) -> Self {
        Self("invalid input_source '\(value.prefix(60))'", fix: "use pyramid, resizer or ddr")
    }

    fileprivate static func format(_ source: String, _ type: String) -> Self {
        let shown = type == "yuv420sp_bt601_video" ? "nv12" : type
        return Self(
            "input_source '\(source)' does not supply '\(shown)'",
            fix: source == "ddr" ? "use pyramid" : "use ddr")
    }
}

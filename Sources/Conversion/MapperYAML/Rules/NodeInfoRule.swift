internal import Diagnostics
internal import YAML

/// `node_info` and `set_node_data_type` have the form that hb_mapper reads.
enum NodeInfoRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "node-info",
        summary: "node_info and set_node_data_type have the form that hb_mapper reads",
        reason: """
            hb_mapper rejects or ignores other forms. YAML 1.1 reads ON without quotes as a boolean; a text with \
            several nodes is ignored.
            """,
        fix: "Write a mapping: node_info: {NODE: {'ON': BPU, OutputType: int16}}.",
        example: "node_info: {Conv_0: {ON: BPU}}")

    private static let types = ["int8", "int16"]
    private static let processors = ["BPU", "CPU"]

    static func check(_ context: LintContext, _ report: inout LintReport) {
        for key in [Key.nodeInfo, .setNodeDataType] {
            guard let setting = context.file[key] else { continue }
            if let text = setting.value.string {
                check(text, setting, &report)
            } else if let mapping = setting.value.mapping {
                for entry in mapping.entries { check(entry, key, &report) }
            }
        }
    }

    /// `NODE:int16`. hb_mapper 1.24.3 ignores several separated by `;`, whatever its message says (measured).
    private static func check(_ text: String, _ setting: ConfigFile.Setting, _ report: inout LintReport) {
        let pieces = text.split(separator: ";")
        guard !pieces.isEmpty else { return }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, pieces.allSatisfy({ $0.contains(":") }),
            types.contains(PythonNumber.strip(parts[1]))
        else {
            report.add(
                pieces.count > 1 ? .several(setting.schema.key) : .text(setting.schema.key, text), at: setting.mark)
            return
        }
    }

    private static func check(_ entry: Mapping.Entry, _ key: Key, _ report: inout LintReport) {
        let node = VendorText.string(entry.key)
        guard let options = entry.value.mapping else {
            report.add(.notAMapping(key, node), at: entry.value.start)
            return
        }
        for option in options.entries {
            guard let name = option.key.string, isOption(name) else {
                let text = option.key.scalar?.text ?? ""
                let quotes = LintMessage.unquotedOn(key, node).repaired(by: .rename(option.key.start, "'ON'"))
                report.add(text == "ON" ? quotes : .option(key, node, text), at: option.key.start)
                continue
            }
            let value = option.value.string
            let isRight =
                name == "ON"
                ? value.map(processors.contains) ?? false
                : value.map { types.contains(PythonNumber.strip($0)) } ?? false
            if !isRight {
                report.add(
                    .value(key, node, name, VendorText.string(option.value), name == "ON" ? processors : types),
                    at: option.value.start == option.value.end ? option.key.start : option.value.start)
            }
        }
    }

    private static func isOption(_ name: String) -> Bool {
        if ["ON", "OutputType", "InputType"].contains(name) { return true }
        guard name.hasPrefix("InputType") else { return false }
        return name.dropFirst("InputType".count).allSatisfy { $0.isNumber }
    }
}

extension LintMessage {
    fileprivate static func several(_ key: Key) -> Self {
        Self(
            "\(key.rawValue) names several nodes in one text, which hb_mapper ignores",
            fix: "write a mapping: node_info: {NODE: {OutputType: int16}}")
    }

    fileprivate static func text(_ key: Key, _ text: String) -> Self {
        Self(
            "invalid \(key.rawValue) '\(text.prefix(60))': expected NODE:int8 or NODE:int16",
            fix: "write a mapping: node_info: {NODE: {OutputType: int16}}")
    }

    fileprivate static func notAMapping(_ key: Key, _ node: String) -> Self {
        Self(
            "\(key.rawValue) of node '\(node)' must be a mapping",
            fix: "write \(node): {'ON': BPU, OutputType: int16}")
    }

    fileprivate static func unquotedOn(_ key: Key, _ node: String) -> Self {
        Self(
            "\(key.rawValue) of node '\(node)': YAML 1.1 reads ON without quotes as a boolean",
            fix: "write 'ON', with the quotes")
    }

    fileprivate static func option(_ key: Key, _ node: String, _ option: String) -> Self {
        let names = ["ON", "OutputType", "InputType", "InputType0"]
        return Self(
            "\(key.rawValue) of node '\(node)': unknown option '\(option)'",
            fix: NearestName.find(option, in: names).map { "write '\($0)'" }
                ?? "use ON, OutputType, InputType and InputType0, InputType1, ...")
    }

    fileprivate static func value(_ key: Key, _ node: String, _ option: String, _ value: String, _ all: [String])
        -> Self
    {
        Self(
            "\(key.rawValue) of node '\(node)': invalid \(option) '\(value.prefix(60))'",
            fix: "use \(all.joined(separator: " or "))")
    }
}

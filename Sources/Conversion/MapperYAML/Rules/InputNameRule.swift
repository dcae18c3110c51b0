internal import Diagnostics
internal import YAML

/// Input names are unique and the model's.
enum InputNameRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "input-name",
        summary: "input_name lists the model's inputs",
        reason: "hb_mapper stops at a name that the model does not have.",
        fix: "Use the model's names, separated by ';'; a model with one input needs no input_name.",
        example: "input_name: dta, and the model has data")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.inputName], let names = setting.list, !names.isEmpty else { return }
        var seen: Set<String> = []
        for name in names {
            guard let name else {
                report.add(.empty, at: setting.mark)
                continue
            }
            if !seen.insert(name).inserted { report.add(.duplicate(name), at: setting.mark) }
            if let model = context.model, !model.contains(where: { $0.name == name }) {
                let meant = NearestName.find(name, in: model.map(\.name))
                let repair = names.count == 1 ? meant.map { Repair.set(.inputName, YAMLWriter.quoted($0)) } : nil
                report.add(.unknown(name, model.map(\.name)).repaired(by: repair), at: setting.mark)
            }
        }
    }
}

extension LintMessage {
    fileprivate static var empty: Self {
        Self("input_name contains an empty name", fix: "name every input; a model with one input needs no input_name")
    }

    fileprivate static func duplicate(_ name: String) -> Self {
        Self("input_name contains '\(name)' twice", fix: "name every input once")
    }

    fileprivate static func unknown(_ name: String, _ names: [String]) -> Self {
        Self(
            "input_name is '\(name)', but the model's inputs are: \(names.joined(separator: ", "))",
            fix: (NearestName.find(name, in: names) ?? (names.count == 1 ? names[0] : nil)).map {
                "set input_name: \($0)"
            }
                ?? "use the model's names, separated by ';'")
    }
}

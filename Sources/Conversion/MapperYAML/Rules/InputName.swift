internal import Diagnostics
internal import YAML

/// Input names that the model does not have, or that stand twice.
enum InputName: Rule {
    static let description = RuleDescription("input-name", .error, "The inputs that are named are the model's")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.inputName], let names = setting.list, !names.isEmpty else { return }
        var seen: Set<String> = []
        for name in names {
            guard let name else {
                report.add(.empty, at: setting.mark)
                continue
            }
            if !seen.insert(name).inserted { report.add(.twice(name), at: setting.mark) }
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
        Self("'input_name' has an empty name", fix: "name the input, or take the line out for a model with one input")
    }

    fileprivate static func twice(_ name: String) -> Self {
        Self("'input_name' names '\(name)' twice", fix: "name every input once")
    }

    fileprivate static func unknown(_ name: String, _ names: [String]) -> Self {
        Self(
            "'input_name' is '\(name)', and the model has \(names.joined(separator: ", "))",
            fix: (NearestName.find(name, in: names) ?? (names.count == 1 ? names[0] : nil)).map { "write '\($0)'" })
    }
}

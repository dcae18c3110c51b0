internal import Diagnostics
internal import YAML

/// `optimization: run_fast` compares the file's shapes with the model's and needs them.
enum FastPerf: Rule {
    static let description = RuleDescription(
        "run-fast", .error, "With optimization run_fast the input's shape is given and is the model's")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        guard file.text(.optimization) == "run_fast", let setting = file[.optimization] else { return }
        let shapes = file.list(.inputShape)
        for (index, name) in file.list(.inputName).enumerated() {
            guard shapes.indices.contains(index), let shape = shapes[index].flatMap(VendorText.shape) else {
                report.add(.noShape, at: setting.mark)
                return
            }
            guard let input = context.model?.first(where: { $0.name == name }) else { continue }
            let differs =
                shape.count != input.shape.count
                || zip(input.shape, shape).contains { $0 != 0 && $0 != -1 && $0 != $1 }
            if differs { report.add(.differs(shape, input.shape), at: file[.inputShape]?.mark ?? setting.mark) }
        }
    }
}

extension LintMessage {
    fileprivate static var noShape: Self {
        Self("'optimization: run_fast' needs an 'input_shape' for every 'input_name'", fix: "add 'input_shape'")
    }

    fileprivate static func differs(_ shape: [Int], _ model: [Int]) -> Self {
        Self(
            "'input_shape' is \(shape), and with 'run_fast' it must be the model's \(model)",
            fix: "take 'input_shape' and 'run_fast' out, or give the model's shape")
    }
}

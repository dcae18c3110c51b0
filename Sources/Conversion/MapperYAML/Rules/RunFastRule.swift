internal import Diagnostics
internal import YAML

/// `optimization: run_fast` requires shapes that equal the model's.
enum RunFastRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "run-fast",
        summary: "optimization: run_fast has an input_shape that equals the model's",
        reason: """
            hb_mapper compares the two shapes in this mode, and stops if they differ or if input_shape is missing.
            """,
        fix: "Set input_shape to the model's shape, or remove run_fast.",
        example: "optimization: run_fast, without input_shape")

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
        Self("optimization: run_fast requires an input_shape for every input_name", fix: "add input_shape")
    }

    fileprivate static func differs(_ shape: [Int], _ model: [Int]) -> Self {
        Self(
            "input_shape is \(shape), but run_fast requires the model's shape \(model)",
            fix: "set input_shape to the model's shape, or remove run_fast")
    }
}

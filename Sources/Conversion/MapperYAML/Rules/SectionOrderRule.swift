internal import Diagnostics
internal import YAML

/// Sections are in the order of the vendor's manual and examples.
enum SectionOrderRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "section-order", .note, .convention,
        summary: "sections are in the usual order: model, input, calibration, compiler",
        reason: "The vendor's manual and all examples use it.",
        fix: "Move the section.",
        example: "compiler_parameters before model_parameters")

    /// `custom_op` may be anywhere.
    private static let order: [Section] = [.model, .input, .calibration, .compiler]

    static func check(_ context: LintContext, _ report: inout LintReport) {
        var last: (index: Int, section: Section)?
        for entry in context.file.document.root.mapping?.entries ?? [] where !entry.isMerged {
            guard let section = entry.key.string.flatMap(Section.init(rawValue:)),
                let index = order.firstIndex(of: section)
            else { continue }
            if let last, index < last.index {
                report.add(
                    LintMessage(
                        "'\(section.rawValue)' comes after '\(last.section.rawValue)'",
                        fix: "move it up; the usual order is \(order.map(\.rawValue).joined(separator: ", "))"),
                    at: entry.key.start)
            } else {
                last = (index, section)
            }
        }
    }
}

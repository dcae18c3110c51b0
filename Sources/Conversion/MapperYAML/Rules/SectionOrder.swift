internal import Diagnostics
internal import YAML

/// Sections in another order than the vendor's manual and every example have them.
enum SectionOrder: Rule {
    static let description = RuleDescription(
        "section-order", .note, "Sections stand in the usual order: model, input, calibration, compiler")

    /// `custom_op` stands anywhere.
    private static let order: [Section] = [.model, .input, .calibration, .compiler]

    static func check(_ context: LintContext, _ report: inout LintReport) {
        var last: (place: Int, section: Section)?
        for entry in context.file.document.root.mapping?.entries ?? [] where !entry.isMerged {
            guard let section = entry.key.string.flatMap(Section.init(rawValue:)),
                let place = order.firstIndex(of: section)
            else { continue }
            if let last, place < last.place {
                report.add(
                    LintMessage(
                        "'\(section.rawValue)' stands behind '\(last.section.rawValue)'",
                        fix: "move it up; the usual order is \(order.map(\.rawValue).joined(separator: ", "))"),
                    at: entry.key.start)
            } else {
                last = (place, section)
            }
        }
    }
}

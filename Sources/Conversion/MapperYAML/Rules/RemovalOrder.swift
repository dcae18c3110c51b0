internal import Diagnostics
internal import YAML

/// `remove_node_type` in an order in which nodes stay.
///
/// Nodes are taken off one type after the other, and only where they touch the model's input or output at that
/// moment; so what lies inside has to come after what lies outside. A Quantize or Dequantize node lies next to the
/// BPU's part, inside of every Cast, Transpose, Reshape and Softmax.
///
/// Measured with hb_mapper 1.24.3 on a model that ends in a convolution and a Reshape: `Dequantize;Reshape` skips the
/// Dequantize node as "not adjacent to input or output" and removes the Reshape alone.
enum RemovalOrder: Rule {
    static let description = RuleDescription(
        "removal-order", .warning, "remove_node_type names removable types, outer ones before Quantize and Dequantize")

    private static let outer = ["Softmax", "Reshape", "Cast", "Transpose"]
    private static let inner = ["Quantize", "Dequantize"]

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.removeNodeType], let list = setting.list else { return }
        let types = list.compactMap(\.self)
        // Commas have a rule of their own.
        for type in types where !(outer + inner).contains(type) && !type.contains(",") {
            report.add(.unknown(type, outer + inner), at: setting.mark)
        }
        guard let firstInner = types.firstIndex(where: inner.contains),
            let late = types[firstInner...].first(where: outer.contains)
        else { return }
        let right = types.filter { !inner.contains($0) } + types.filter(inner.contains)
        report.add(
            .order(types[firstInner], late, right).repaired(
                by: .set(.removeNodeType, YAMLWriter.quoted(right.joined(separator: ";")))),
            at: setting.mark)
    }
}

extension LintMessage {
    fileprivate static func unknown(_ type: String, _ all: [String]) -> Self {
        Self(
            "'remove_node_type' names '\(type)', which is never removed",
            fix: NearestName.find(type, in: all).map { "write '\($0)'" }
                ?? "the types are \(all.joined(separator: ", "))")
    }

    fileprivate static func order(_ inner: String, _ outer: String, _ right: [String]) -> Self {
        Self(
            "'remove_node_type' names \(inner) before \(outer), behind which it lies: it stays in the model",
            fix: "write 'remove_node_type: \(right.joined(separator: ";"))'")
    }
}

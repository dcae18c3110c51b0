internal import Diagnostics
internal import YAML

/// `remove_node_type` lists outer types before inner ones.
///
/// Nodes are removed type by type, and only while they touch the model's input or output. Quantize and Dequantize nodes
/// are next to the BPU's part, inside any Cast, Transpose, Reshape and Softmax.
///
/// Measured with hb_mapper 1.24.3 on a model that ends in a convolution and a Reshape: `Dequantize;Reshape` skips the
/// Dequantize node as "not adjacent to input or output" and removes the Reshape alone.
enum RemovalOrderRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "removal-order", .warning,
        summary: "remove_node_type names removable types, the outermost first",
        reason: """
            Nodes are removed type by type, and only while they touch an input or output. An inner type that comes \
            first stays in the model: Dequantize;Reshape removes the Reshape only (measured).
            """,
        fix: "List Softmax, Reshape, Cast and Transpose before Quantize and Dequantize.",
        example: "remove_node_type: Dequantize;Reshape")

    private static let outer = ["Softmax", "Reshape", "Cast", "Transpose"]
    private static let inner = ["Quantize", "Dequantize"]

    static func check(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.removeNodeType], let list = setting.list else { return }
        let types = list.compactMap(\.self)
        // `list-separator` reports commas.
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
            "remove_node_type contains '\(type)', which hb_mapper never removes",
            fix: NearestName.find(type, in: all).map { "replace it with '\($0)'" }
                ?? "use \(all.joined(separator: ", "))")
    }

    fileprivate static func order(_ inner: String, _ outer: String, _ right: [String]) -> Self {
        Self(
            "remove_node_type lists \(inner) before \(outer), so \(inner) stays in the model",
            fix: "set remove_node_type: \(right.joined(separator: ";"))")
    }
}

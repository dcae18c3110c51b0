internal import ONNX

/// The modules of the network's source that a node comes from, as exporters record them.
///
/// torch's older exporter names nodes `/stages/stages.0/blocks/blocks.1/conv/Conv`; its newer one keeps
/// `['', 'stages', 'stages.0', ..., 'conv2d']` in the metadata `pkg.torch.onnx.name_scopes`; others name them
/// `stages.0.blocks.1.conv`. All three give `stages.0`, `blocks.1`, and the module or operator itself is left out.
enum NameScope {
    /// No network nests deeper; a hostile name may.
    static let depthLimit = 16

    /// Outermost first; empty for a node without a name.
    static func of(_ node: Node) -> [String] { Array(all(of: node).prefix(depthLimit)) }

    private static func all(of node: Node) -> [String] {
        if let scopes = node.metadata.first(where: { $0.key == "pkg.torch.onnx.name_scopes" })?.value,
            let parts = parts(ofList: scopes)
        {
            return parts
        }
        if node.name.utf8.contains(UInt8(ascii: "/")) {
            return withoutRepetition(node.name.split(separator: "/").dropLast().map(String.init))
        }
        return Array(joiningNumbers(node.name.split(separator: ".").map(String.init)).dropLast())
    }

    /// The node's own name within its innermost module.
    static func lastPart(of name: String) -> String {
        if let part = name.split(separator: "/").last, part.utf8.count < name.utf8.count { return String(part) }
        return joiningNumbers(name.split(separator: ".").map(String.init)).last ?? name
    }

    /// From Python's way of writing a list of texts, each of which begins with the one before.
    private static func parts(ofList text: String) -> [String]? {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
        let scopes = text.dropFirst().dropLast().split(separator: ",").map { item in
            item.drop { $0 == " " }.filter { $0 != "'" && $0 != "\"" }
        }
        // The last one is the node's own.
        guard let innermost = scopes.dropLast().last else { return nil }
        return joiningNumbers(innermost.split(separator: ".").map(String.init))
    }

    /// `stages`, `stages.0` is `stages.0`.
    private static func withoutRepetition(_ parts: [String]) -> [String] {
        var result: [String] = []
        for part in parts {
            if let last = result.last, part.hasPrefix(last + ".") { result.removeLast() }
            result.append(part)
        }
        return result
    }

    /// `stages`, `0` is `stages.0`.
    private static func joiningNumbers(_ parts: [String]) -> [String] {
        var result: [String] = []
        for part in parts {
            if let last = result.last, part.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
                result[result.count - 1] = "\(last).\(part)"
            } else {
                result.append(part)
            }
        }
        return result
    }
}

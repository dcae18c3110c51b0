package import CompiledModel

/// What a configuration asked for single nodes, as a `.bin` records it.
package struct NodeRequests: Sendable, Hashable {
    /// Nodes of which an input or the output was asked for as int16.
    package private(set) var int16: [String] = []
    /// Nodes that were asked onto the BPU.
    package private(set) var onBPU: [String] = []

    package init(_ model: BinModel) {
        self.init(nodeInfo: model.parameters["NODE_INFO"] ?? "", runOnBPU: model.list("RUN_ON_BPU"))
    }

    /// - Parameters:
    ///   - nodeInfo: a dictionary as Python prints it, `{'conv': {'ON': 'BPU', 'InputType': 'int16'}}`; what is not one
    ///     is ignored.
    init(nodeInfo: String, runOnBPU: [String]) {
        onBPU = runOnBPU
        var node: String?
        var key: String?
        for token in Self.tokens(of: nodeInfo) {
            switch token {
            case .close: (node, key) = (nil, nil)
            case .string(let text):
                guard let name = node else {
                    node = text
                    continue
                }
                guard let setting = key else {
                    key = text
                    continue
                }
                key = nil
                if setting == "ON", text == "BPU", !onBPU.contains(name) { onBPU.append(name) }
                if setting != "ON", text == "int16", !int16.contains(name) { int16.append(name) }
            }
        }
    }

    private enum Token {
        case string(String)
        /// `}`, which ends a node.
        case close
    }

    /// The strings in either kind of quotation marks, and the closing braces between them.
    private static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "}": tokens.append(.close)
            case "'", "\"":
                guard let end = rest.firstIndex(of: character) else { return tokens }
                tokens.append(.string(String(rest[..<end])))
                rest = rest[rest.index(after: end)...]
            default: continue
            }
        }
        return tokens
    }
}

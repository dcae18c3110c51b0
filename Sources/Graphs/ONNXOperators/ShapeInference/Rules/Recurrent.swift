internal import ONNX

/// RNN, GRU and LSTM: `[sequence, batch, input]` becomes all states and the last ones; `layout` 1 puts the batch first.
enum Recurrent {
    static func infer(_ context: inout NodeContext) throws {
        var axes = NamedAxes()
        switch try context.node.text("direction", default: "forward") {
        case "forward", "reverse": axes["directions"] = 1
        case "bidirectional": axes["directions"] = 2
        default: break
        }
        let hidden = try context.node.integer("hidden_size", default: -1)
        if hidden > 0 { axes["hidden"] = .fixed(hidden) }
        let batchFirst = try context.node.integer("layout", default: 0) != 0 && context.opset >= 14
        try axes.match(context, 0, batchFirst ? "batch sequence input" : "sequence batch input")
        guard !context.outputs.isEmpty else { return }
        let type = try context.element(0)
        // Before opset 7 an attribute says which outputs there are, and their places are ambiguous without it.
        if context.opset < 7, !(try context.node.flag("output_sequence", default: false)) {
            for index in 0..<3 { context.set(index, type, nil) }
            return
        }
        let all = batchFirst ? "batch sequence directions hidden" : "sequence directions batch hidden"
        let last = batchFirst ? "batch directions hidden" : "directions batch hidden"
        context.set(0, type, axes.shape(all))
        context.set(1, type, axes.shape(last))
        context.set(2, type, axes.shape(last))
    }
}

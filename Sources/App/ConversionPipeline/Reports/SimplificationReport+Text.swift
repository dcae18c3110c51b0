internal import Diagnostics
internal import GraphPasses
internal import GraphRuntime
internal import Reporting

extension SimplificationReport {
    package var text: String {
        var text = models.render() + "\n"
        let busy = passes.filter { $0.rewrites > 0 }
        if !busy.isEmpty {
            var table = Table(.left("pass"), .right("rewrites"), .left("description"))
            for pass in busy { table.append(pass.name, Figure.grouped(pass.rewrites), pass.summary) }
            text += "\n" + table.render() + "\n"
        }
        guard samples > 0 else { return text }
        return text + "\n" + outputs.table + "\n" + outputs.conclusion(samples: samples, tolerance: tolerance)
    }

    private var models: Table {
        var table = Table(.left("model"), .right("before"), .right("after"))
        table.append("file size", Figure.grouped(input.bytes), Figure.grouped(output.bytes))
        table.append("parameters", Figure.grouped(input.parameters), Figure.grouped(output.parameters))
        table.append("multiply-accumulates", Self.known(input.macs), Self.known(output.macs))
        table.append("opset, IR", Self.version(input), Self.version(output))
        table.append("nodes", Figure.grouped(input.nodes), Figure.grouped(output.nodes))
        let names = Set(input.operators.keys).union(output.operators.keys)
        let counts = names.map { ($0, input.operators[$0] ?? 0, output.operators[$0] ?? 0) }
        for (name, before, after) in counts.sorted(by: { (-max($0.1, $0.2), $0.0) < (-max($1.1, $1.2), $1.0) }) {
            table.append("  \(name)", Figure.grouped(before), Figure.grouped(after))
        }
        return table
    }

    private static func known(_ value: Int?) -> String { value.map(Figure.grouped) ?? "unknown" }
    private static func version(_ side: Side) -> String {
        "\(side.opset.map(String.init) ?? "none"), \(side.irVersion)"
    }

    /// Why nothing was written; `nil` if the model was.
    package var rejection: String? {
        guard !isAccepted else { return nil }
        if findings.containErrors { return "error: the model cannot be converted as requested; nothing was written" }
        let worst = outputs.max { $0.relative < $1.relative }
        let difference = Figure.scientific(worst?.relative ?? .infinity)
        return "error: output '\(worst?.name ?? "?")' differs by \(difference) of its largest value, more "
            + "than the tolerance of \(Figure.scientific(tolerance)); nothing was written"
            + "\n  fix: find the pass with --only and --skip, and report it as a bug"
    }
}

internal import Reporting
package import Tuning

extension Explanation {
    /// The verdict, the totals, and the ten worst layers.
    package var text: String {
        var parts = [verdict]
        for cause in input {
            parts.append("input: \(cause.kind.title): \(cause.evidence)\n  fix: \(cause.answer)")
        }
        parts += [totalsTable.render(), "the ten that cost the logits most\n" + worstTable.render(), facts]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var verdict: String {
        let all = "\(target): quantization leaves \(Self.decibels(totals.allDb)) at the logits; "
        let parts = [
            ("activations", totals.activationsShare), ("weights", totals.weightsShare), ("chroma", totals.chromaShare),
        ]
        let shares = parts.map { "\($0) \(Figure.decimal($1 * 100, places: 1)) %" }.joined(separator: ", ")
        let cause: String
        if let first = input.first {
            cause = "cause: \(first.kind.title)"
        } else if let layer = worst(1).first, let first = layer.cause {
            cause = "largest cause: \(first.kind.title), at \(layer.name) (\(layer.part.rawValue))"
        } else {
            cause = "no cause was found"
        }
        return all + "of the noise, " + shares + "\n" + cause
    }

    private var totalsTable: Table {
        var table = Table(.left("alone"), .right("SQNR"))
        table.append("chroma of NV12", Self.decibels(totals.chromaDb))
        table.append("weights", Self.decibels(totals.weightsDb))
        table.append("activations", Self.decibels(totals.activationsDb))
        if range != nil { table.append("if fed the other NV12 range", Self.decibels(totals.otherRangeDb)) }
        return table
    }

    private var worstTable: Table {
        var table = Table(.left("node"), .right("own"), .right("cumul."), .left("cause and evidence"), .left("answer"))
        for layer in worst() {
            table.append(
                layer.name + (layer.part == .weights ? " (weights)" : ""), Self.decibels(layer.ownDb),
                layer.part == .weights ? "" : Self.decibels(layer.cumulativeDb),
                layer.cause.map { "\($0.kind.title): \($0.evidence)" } ?? "", layer.cause?.answer ?? "")
        }
        return table
    }

    private var facts: String {
        "SQNR in dB against the network without rounding, fed the same NV12; own errors at the logits on \(images.own) "
            + "images, those of weights on \(images.converse), all else on \(images.cumulative) (\(images.source), preset \(images.preset))"
    }

    private static func decibels(_ value: Double?) -> String {
        value.map { Figure.decimal($0, places: 1) + " dB" } ?? ""
    }
}

internal import Boards
internal import Reporting

extension BuildReport {
    /// The figures next to those published for the board, and what the compiled model expects.
    package var text: String {
        """
        \(table.render())

        \(bin.path)
        SHA-256 \(bin.sha256)
        NV12 input: \(nv12Range) range
        latency and frames per second: estimated by hb_perf for one core
        \(expected.map { $0.text + "\n" } ?? "")
        """
    }

    private var table: Table {
        guard let published else {
            var table = Table(.left(variant), .right("this build"))
            for row in rows { table.append(row.name, row.value) }
            return table
        }
        var table = Table(.left(variant), .right("this build"), .right("published, on the board"))
        for row in rows {
            let figure = "\(Figure.decimal(published.fps, places: 2)) (\(published.threads) threads)"
            table.append(row.name, row.value, row.name == Self.speed ? figure : "")
        }
        return table
    }

    private static let speed = "frames per second"

    private var rows: [(name: String, value: String)] {
        [
            ("latency", "\(Figure.decimal(latencyUs, places: 1)) us"),
            (Self.speed, Figure.decimal(fps, places: 1)),
            ("memory traffic per image", "\(Figure.decimal(Double(ddrBytes) / 1e6, places: 2)) MB"),
            ("operators on the BPU", String(operators.bpu)),
            (
                "operators on the CPU",
                operators.cpu == 0 ? "0" : "\(operators.cpu) (\(operators.onCpu.joined(separator: ", ")))"
            ),
            ("output cosine", outputCosine.map { Figure.decimal($0, places: 6) } ?? "not reported"),
            (
                "simulator = quantized model",
                "\(verification.logits - verification.different) of \(verification.logits) logits"
            ),
            ("hb_mapper time", "\(Figure.decimal(buildSeconds, places: 1)) s"),
        ]
    }
}

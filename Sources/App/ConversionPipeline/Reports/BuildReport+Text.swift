internal import Reporting

extension BuildReport {
    /// The figures beside those published for the board, and what the compiled model expects.
    package var text: String {
        """
        \(table.render())

        \(bin.path)
        SHA-256 \(bin.sha256)
        NV12 input: \(nv12Range) range
        latency and frames per second: estimated by hb_perf for one core

        """
    }

    private var table: Table {
        var table = Table(.left(variant), .right("this build"), .right("published, on the board"))
        table.append("latency", "\(Figure.decimal(latencyUs, places: 1)) us", "")
        table.append(
            "frames per second", Figure.decimal(fps, places: 1),
            published.map { "\(Figure.decimal($0.fps, places: 2)) (\($0.threads) threads)" } ?? "")
        table.append("memory traffic per image", "\(Figure.decimal(Double(ddrBytes) / 1e6, places: 2)) MB", "")
        table.append("operators on the BPU", String(operators.bpu), "")
        table.append(
            "operators on the CPU",
            operators.cpu == 0 ? "0" : "\(operators.cpu) (\(operators.onCpu.joined(separator: ", ")))", "")
        table.append("output cosine", outputCosine.map { Figure.decimal($0, places: 6) } ?? "not reported", "")
        table.append(
            "simulator = quantized model",
            "\(verification.logits - verification.different) of \(verification.logits) logits", "")
        table.append("hb_mapper time", "\(Figure.decimal(buildSeconds, places: 1)) s", "")
        return table
    }
}

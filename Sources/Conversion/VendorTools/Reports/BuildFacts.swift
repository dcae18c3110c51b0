package import CompiledModel
package import Diagnostics
internal import InputContract

/// All that the files of a finished build say about it.
package struct BuildFacts: Sendable {
    package let bin: BinModel
    package let log: MakertbinLog
    /// `nil` before ``MapperStep/perf`` has run.
    package let performance: PerformanceReport?
    package let requests: NodeRequests

    /// - Parameters:
    ///   - bin: the compiled model.
    ///   - log: the log of ``MapperStep/build``.
    package init(bin: BinModel, log: MakertbinLog, performance: PerformanceReport? = nil) {
        self.bin = bin
        self.log = log
        self.performance = performance
        requests = NodeRequests(bin)
    }

    /// Where the build is not what its configuration asked for, or what a reader of the configuration would expect.
    package var findings: [Finding] {
        [int16Fallback, refusedOnBPU].flatMap(\.self)
            + [shiftedPercentile, choiceByOneSample, otherChip].compactMap(\.self)
    }

    /// The share that hb_mapper cuts at with N samples, measured on 1.24.3: max(0.5, 1 - (1 - p) * N).
    package static func effectivePercentile(_ percentile: Double, samples: Int) -> Double {
        max(0.5, 1 - (1 - percentile) * Double(samples))
    }

    private var int16Fallback: [Finding] {
        requests.int16.compactMap { name in
            guard let row = row(of: name), row.dataType != "int16" else { return nil }
            return Finding(
                rule: "int16-fallback", severity: .warning,
                message: "int16 was asked for on \(name), and the build has \(row.dataType) there",
                fix: "remove the node from node_info, or ask for int16 on the Conv after it", node: name)
        }
    }

    private var refusedOnBPU: [Finding] {
        requests.onBPU.compactMap { name in
            guard let row = row(of: name), row.processor == .cpu else { return nil }
            return Finding(
                rule: "bpu-refused", severity: .warning,
                message: "\(name) was asked onto the BPU, and runs on the CPU as \(row.type)",
                fix: "run `repvit-convert verify` on the ONNX model, which says why", node: name)
        }
    }

    private var shiftedPercentile: Finding? {
        guard let text = bin.parameters["MAX_PERCENTILE"], let percentile = Double(text), let samples = log.sampleCount,
            percentile < 1
        else { return nil }
        let effective = Self.effectivePercentile(percentile, samples: samples)
        guard samples > 1 else { return nil }
        return Finding(
            rule: "percentile-shift", severity: .note,
            message:
                "max_percentile \(text) with \(samples) samples is applied as \(Self.rounded(effective)): hb_mapper "
                + "multiplies the share that it cuts by the number of samples",
            fix: "for a cut of \(text), set max_percentile: \(Self.rounded(1 - (1 - percentile) / Double(samples)))")
    }

    private var choiceByOneSample: Finding? {
        guard let type = bin.parameters["CALI_TYPE"], ["default", "mix"].contains(type) else { return nil }
        let choice = log.calibrationMethod.map { ", and chose \($0)" } ?? ""
        return Finding(
            rule: "choice-by-one-sample", severity: .note,
            message: "calibration_type \(type) compared its methods on the first sample alone\(choice)",
            fix: "set calibration_type: max and max_percentile, which is faster and depends on all samples")
    }

    private var otherChip: Finding? {
        guard let march = bin.march, march != March.bayesE.rawValue else { return nil }
        return Finding(
            rule: "other-chip", severity: .error, message: "the model is built for \(march), which the RDK X5 refuses",
            fix: "set march: \(March.bayesE.rawValue)")
    }

    /// hb_mapper cuts off the beginning of long names: `...blocks.0.act`.
    private func row(of name: String) -> PlacedOperator? {
        log.operators.first { row in
            row.node == name || row.node.hasPrefix("...") && name.hasSuffix(row.node.dropFirst(3))
        }
    }

    /// At most seven decimals, without zeros at the end.
    private static func rounded(_ share: Double) -> String { "\((share * 1e7).rounded() / 1e7)" }
}

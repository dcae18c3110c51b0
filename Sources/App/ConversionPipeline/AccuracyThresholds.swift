package import Evaluation
internal import Reporting

/// The accuracy that a build has to have, for continuous integration.
package struct AccuracyThresholds: Sendable {
    private let leastTop1: Double?
    private let maxDrop: Double?

    /// - Parameters:
    ///   - leastTop1: of each engine.
    ///   - maxDrop: from float's Top-1 to that of each other engine.
    package init(leastTop1: Double?, maxDrop: Double?) {
        self.leastTop1 = leastTop1
        self.maxDrop = maxDrop
    }

    /// What is below the thresholds, a line each.
    ///
    /// - Throws: ``PipelineError/usage(_:fix:)`` if the report does not have what a threshold is for.
    package func misses(in report: AccuracyReport) throws -> [String] {
        guard leastTop1 != nil || maxDrop != nil else { return [] }
        guard report.labeled > 0 else {
            throw PipelineError.usage("--min-top1 and --max-drop require labels", fix: "pass --labels FILE")
        }
        let float = report.engines[EngineKind.float.rawValue]?.top1
        if maxDrop != nil, float == nil {
            throw PipelineError.usage("--max-drop requires the float model", fix: "pass --float FILE.onnx")
        }
        var misses: [String] = []
        for kind in EngineKind.allCases {
            guard let top1 = report.engines[kind.rawValue]?.top1 else { continue }
            if let leastTop1, top1 < leastTop1 {
                misses.append("Top-1 of \(kind.rawValue) is \(text(top1)), below --min-top1 \(text(leastTop1))")
            }
            // Shares of whole images: a difference of rounding is none.
            if let maxDrop, let float, kind != .float, float - top1 > maxDrop + 1e-12 {
                misses.append(
                    "\(kind.rawValue) loses \(text(float - top1)) of float's Top-1, more than --max-drop \(text(maxDrop))"
                )
            }
        }
        return misses
    }

    private func text(_ share: Double) -> String { Figure.decimal(share, places: 4) }
}

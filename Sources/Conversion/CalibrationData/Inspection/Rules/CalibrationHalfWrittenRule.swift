internal import Diagnostics
internal import Imaging

/// Samples are complete.
enum CalibrationHalfWrittenRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-half-written",
        summary: "samples are complete",
        reason: """
            A program that was interrupted leaves a file that is short, or zero from some position on. Zeros widen or \
            shift the ranges.
            """,
        fix: "Delete the file, or make the samples again with `repvit-convert calibration make`.",
        example: "a file of 4096 bytes among files of 602112")

    static func check(_ data: InspectedData) -> [Finding] {
        guard let found = data.found else { return [] }
        let short = data.samples.filter { $0.statistics == nil && found.side(bytes: $0.bytes) == nil }
        let cut = data.measured.filter { isCut($0.statistics, data, found) }
        return finding(
            in: data, names: short.map(\.name),
            "the file has \(short.first?.bytes ?? 0) bytes, expected \(found.bytes)", fix: "make it again, or delete it"
        )
            + finding(
                in: data, names: cut.map(\.name), "the sample is zero from some position on: it is half-written",
                fix: "make it again")
    }

    private static func isCut(_ statistics: SampleStatistics, _ data: InspectedData, _ found: FoundFormat) -> Bool {
        guard statistics.zeroTail < found.count, statistics.zeroTail >= max(16, found.count / 32) else { return false }
        // Chroma of an image is never 0 over an area; a channel that ends while the first continues is cut.
        if data.isYUV { return true }
        let contrast = Double(statistics.maximum - statistics.minimum)
        return data.order == .chw && statistics.channels.count == 3 && statistics.firstChannelInTail > contrast * 0.02
    }
}

internal import Diagnostics

/// Samples are those in the manifest.
enum CalibrationChangedRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-changed",
        summary: "samples are those in the manifest",
        reason: "The manifest records how the samples were made. If they have changed since, that is no longer true.",
        fix: "Make the samples again with `repvit-convert calibration make`.",
        example: "a sample that was edited after `calibration make`")

    static func check(_ data: InspectedData) -> [Finding] {
        guard let manifest = data.manifest else { return [] }
        let recorded = Dictionary(manifest.entries.map { ($0.file, $0.sha256) }) { first, _ in first }
        let present = Set(data.samples.map(\.name))
        let changed = data.samples.filter { sample in recorded[sample.name].map { $0 != sample.sha256 } ?? false }
        let missing = manifest.entries.map(\.file).filter { !present.contains($0) }
        return finding(
            in: data, names: changed.map(\.name), "the sample differs from the manifest", fix: "make the samples again")
            + finding(
                in: data, names: missing, "the sample is in the manifest but not in the directory",
                fix: "make the samples again")
    }
}

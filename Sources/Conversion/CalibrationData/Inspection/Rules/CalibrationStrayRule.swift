internal import Diagnostics

/// Every file in the directory is a sample.
enum CalibrationStrayRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-stray",
        summary: "the directory contains samples only",
        reason: """
            hb_mapper reads every file in cal_data_dir as a tensor; any other file breaks the build or spoils the \
            ranges.
            """,
        fix: "Move other files out of the directory.",
        example: "preview.png next to the samples")

    static func check(_ data: InspectedData) -> [Finding] {
        let strays = data.strays.flatMap { stray in
            finding(
                in: data, names: [stray.name],
                "not a sample (\(stray.reason)), but hb_mapper reads every file as a tensor",
                fix: "move it out of the directory")
        }
        guard let manifest = data.manifest else { return strays }
        let recorded = Set(manifest.entries.map(\.file))
        let unknown = data.samples.map(\.name).filter { !recorded.contains($0) }
        return strays
            + finding(in: data, names: unknown, "not in the manifest", fix: "move it out of the directory")
    }
}

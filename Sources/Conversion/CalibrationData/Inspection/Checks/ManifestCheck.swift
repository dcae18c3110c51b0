internal import Diagnostics
internal import Support

/// `calibration-changed`: samples that are not what the manifest says.
struct ManifestCheck: DataCheck {
    func check(_ data: InspectedData) -> [Finding] {
        guard let manifest = data.manifest else { return [] }
        let recorded = Dictionary(manifest.entries.map { ($0.file, $0.sha256) }) { first, _ in first }
        let present = Set(data.samples.map(\.name))
        let changed = data.samples.filter { sample in recorded[sample.name].map { $0 != sample.sha256 } ?? false }
        let unknown = data.samples.filter { recorded[$0.name] == nil }
        let missing = manifest.entries.map(\.file).filter { !present.contains($0) }
        return finding(
            "calibration-changed", in: data, names: changed.map(\.name), "the sample is not the one in the manifest",
            fix: "make the data again")
            + finding(
                "calibration-stray", in: data, names: unknown.map(\.name), "the manifest does not know this file",
                fix: "move it out of the folder")
            + finding(
                "calibration-changed", in: data, names: missing, "the sample is in the manifest and not in the folder",
                fix: "make the data again")
    }
}

internal import FoundationEssentials
internal import Reporting
internal import Support

/// What `build` recorded about a compiled model.
package enum BuildRecord {
    /// The quantized model that a `.bin` was compiled from: it is next to it, and both files have the hashes that the
    /// build recorded. `nil` without such a record, or if either file has changed since.
    package static func quantizedModel(of bin: String) -> String? {
        let suffix = ".bin"
        guard bin.hasSuffix(suffix) else { return nil }
        let quantized = bin.dropLast(suffix.count) + "_quantized_model.onnx"
        let folder = Path.folder(Path.resolvingLinks(bin))
        let record = WorkFolder.record(of: "build", command: "build", in: Path.folder(folder))
        guard let data = FileManager.default.contents(atPath: record),
            let stage = try? JSONReport.decode(StageRecord.self, from: data)
        else { return nil }
        for path in [bin, String(quantized)] {
            let key = Path.join(Path.name(folder), Path.name(path))
            guard let hash = try? SHA256.hash(file: path).description, stage.outputs[key] == hash else { return nil }
        }
        return String(quantized)
    }
}

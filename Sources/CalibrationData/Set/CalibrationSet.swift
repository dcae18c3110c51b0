public import Diagnostics
internal import FileSupport
internal import Glibc
internal import Synchronization
public import Primitives

/// A folder of calibration data: `FOLDER/rgbchw_f32/*.rgbchw`, `FOLDER/manifest.json`, `FOLDER/preview.png`.
///
/// The tensors lie in a folder of their own because `hb_mapper` reads every file of `cal_data_dir`, and its name ends
/// in `_f32` because `hb_mapper` takes the element type from there if the configuration does not say it.
public enum CalibrationSet {
    /// The folder for `cal_data_dir`, inside the output folder.
    public static let dataFolder = "rgbchw_f32"
    public static let previewName = "preview.png"

    /// What to make.
    public struct Request: Sendable, Hashable {
        public var images: ImageSource
        public var preset: Preset
        /// The side of the square, in pixels.
        public var size: Int
        public var count: Int
        public var seed: UInt64
        /// The kind of NV12 that the model is to be fed with: recorded, if it is known.
        public var nv12Range: NV12Range?
        /// The version of the program, for the manifest.
        public var toolVersion: String

        public init(
            images: ImageSource, preset: Preset, size: Int, count: Int, seed: UInt64 = 0,
            nv12Range: NV12Range? = nil, toolVersion: String
        ) {
            self.images = images
            self.preset = preset
            self.size = size
            self.count = count
            self.seed = seed
            self.nv12Range = nv12Range
            self.toolVersion = toolVersion
        }
    }

    /// Makes exactly as many tensors as asked for, from pictures chosen by the seed, on all cores.
    ///
    /// The candidates are put in an order that depends on their sorted paths and the seed alone; the first `count` that
    /// can be read and are no copies of an earlier one are taken. The same pictures, preset, size, count and seed give
    /// the same bytes under the same names.
    ///
    /// The output appears when it is whole. What was there before is replaced if this program made it.
    ///
    /// - Parameters:
    ///   - warn: is told of each file that is passed over.
    ///   - progress: is told after each picture.
    /// - Throws: ``CalibrationError``; the output folder is then as it was.
    public static func make(
        _ request: Request, at output: String, warn: @escaping @Sendable (Finding) -> Void,
        progress: @escaping Progress.Handler
    ) async throws(CalibrationError) -> CalibrationManifest {
        guard request.count > 0 else { throw .badCount(request.count) }
        guard Preset.sizes.contains(request.size) else { throw .badSize(request.size) }
        let output = try OutputFolder(output)
        let candidates = try request.images.candidates(excluding: [output.path], warn: warn)
            .shuffled(seed: request.seed)
        guard candidates.count >= request.count else {
            throw .tooFewImages(
                path: request.images.path, found: candidates.count, usable: candidates.count, wanted: request.count)
        }
        let partial = try output.begin()
        do {
            let writer = TensorWriter(request: request, folder: Path.join(partial, dataFolder))
            let (entries, thumbnails) = try await writer.write(candidates, warn: warn, progress: progress)
            let manifest = CalibrationManifest(
                toolVersion: request.toolVersion, preset: request.preset, size: request.size,
                nv12Range: request.nv12Range, seed: request.seed, dataFolder: dataFolder, entries: entries)
            try output.finish(partial, manifest: manifest, preview: ContactSheet.render(thumbnails))
            return manifest
        } catch {
            try? Folder.remove(partial)
            throw error
        }
    }
}

/// The place where a set goes.
private struct OutputFolder {
    let path: String

    /// - Throws: ``CalibrationError/occupied(path:entry:)`` if there is something that this program did not make.
    init(_ path: String) throws(CalibrationError) {
        guard Folder.exists(path), let resolved = realpath(path, nil) else {
            self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
            return
        }
        defer { free(resolved) }
        self.path = String(cString: resolved)
        let names: [String]
        do {
            names = try Folder.names(in: path)
        } catch {
            throw .file(error)
        }
        guard let first = names.first else { return }
        let ours: Set<String> = [
            CalibrationManifest.fileName, CalibrationSet.previewName, CalibrationSet.dataFolder,
        ]
        if let foreign = names.first(where: { !ours.contains($0) }) { throw .occupied(path: path, entry: foreign) }
        do throws(CalibrationError) {
            _ = try CalibrationManifest(folder: path)
        } catch {
            throw .occupied(path: path, entry: first)
        }
    }

    func begin() throws(CalibrationError) -> String {
        do {
            let partial = try Folder.makePartial(for: path)
            try Folder.create(Path.join(partial, CalibrationSet.dataFolder))
            return partial
        } catch {
            throw .file(error)
        }
    }

    func finish(_ partial: String, manifest: CalibrationManifest, preview: RGBImage?) throws(CalibrationError) {
        var sheet: [UInt8]?
        do {
            sheet = try preview.map { (image) throws(ImageError) in
                try PNGEncoder.encode(image, path: CalibrationSet.previewName)
            }
        } catch {
            throw .image(error)
        }
        do {
            try AtomicFile.write(manifest.json(), to: Path.join(partial, CalibrationManifest.fileName))
            if let sheet { try AtomicFile.write(sheet, to: Path.join(partial, CalibrationSet.previewName)) }
            try Folder.replace(path, with: partial)
        } catch {
            throw .file(error)
        }
    }
}

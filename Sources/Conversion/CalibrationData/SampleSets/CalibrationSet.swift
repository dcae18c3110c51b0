package import Diagnostics
internal import Glibc
package import Imaging
package import InputContract
internal import Support

/// A folder of calibration data: `FOLDER/rgbchw_f32/*.rgbchw`, `FOLDER/manifest.json`, `FOLDER/preview.png`.
///
/// The samples are in a folder of their own because `hb_mapper` reads every file of `cal_data_dir`, and its name ends
/// in `_f32` because `hb_mapper` reads the element type from it if the configuration does not say it. A model with
/// several inputs has a folder for each, with files of the same names in the same order.
package enum CalibrationSet {
    /// The folder for `cal_data_dir` of an RGB model, inside the output folder.
    package static let dataFolder = SampleFormat.rgbCHW.folderName
    package static let previewName = "preview.png"

    /// What to make.
    package struct Request: Sendable, Hashable {
        /// What the samples are made from.
        package enum Content: Sendable, Hashable {
            case pictures(ImageSource, Recipe, size: ImageSize)
            /// Files of an input that is not an image.
            case featureMap(FeatureMap)
        }

        package var content: Content
        package var count: Int
        package var seed: UInt64
        /// The name of the input that the images are for, if the model has several.
        package var inputName: String?
        /// Other inputs: each sample needs a file for each.
        package var companions: [FeatureMap] = []
        /// Makes the classes alternate.
        package var balance: ClassLabels?
        /// Whether two samples may be the same.
        package var allowsDuplicates = false
        /// The kind of NV12 that the model is to be fed with: recorded, if it is known.
        package var nv12Range: NV12Range?
        /// The version of the program, for the manifest.
        package var toolVersion: String

        package init(_ content: Content, count: Int, seed: UInt64 = 0, toolVersion: String) {
            self.content = content
            self.count = count
            self.seed = seed
            self.toolVersion = toolVersion
        }

        /// Float tensors of an RGB model.
        package init(
            images: ImageSource, input: InputSpecification, count: Int, seed: UInt64 = 0, toolVersion: String
        ) {
            let recipe = Recipe(preset: input.preset, format: .floats(input.layout))
            self.init(.pictures(images, recipe, size: input.size), count: count, seed: seed, toolVersion: toolVersion)
            nv12Range = input.range
        }

        /// Where the samples' sources are.
        var source: ImageSource {
            switch content {
            case .pictures(let source, _, _): source
            case .featureMap(let map): .folder(map.folder)
            }
        }

        var mainFolder: String {
            switch content {
            case .pictures(_, let recipe, _):
                inputName.map { SampleName.plain($0) + "_" + recipe.format.folderName } ?? recipe.format.folderName
            case .featureMap(let map): map.dataFolder
            }
        }

        var mainExtension: String {
            switch content {
            case .pictures(_, let recipe, _): recipe.format.fileExtension
            case .featureMap: "bin"
            }
        }

        var dataFolders: [String] { [mainFolder] + companions.map(\.dataFolder) }

        /// - Throws: what is wrong with it.
        func check() throws {
            guard count > 0 else { throw CalibrationError.badCount(count) }
            if case .pictures(_, let recipe, let size) = content {
                guard ImageSize.sides.contains(size.height), ImageSize.sides.contains(size.width) else {
                    throw CalibrationError.badSize(size)
                }
                if recipe.format.needsEvenSides, !size.isEven { throw CalibrationError.oddSize(size) }
            }
            guard Set(dataFolders).count == dataFolders.count else { throw CalibrationError.sameName(dataFolders) }
        }

        /// A hash of what decides about the samples' names and bytes, apart from their sources.
        var key: String {
            let parts: [String] =
                switch content {
                case .pictures(_, let recipe, let size): [recipe.definition, size.description, mainFolder]
                case .featureMap(let map): ["featuremap", map.name]
                }
            return SHA256.hash((parts + companions.map(\.name) + [toolVersion]).joined(separator: "\n")).description
        }
    }

    /// Makes exactly as many samples as asked for, from images chosen by the seed, on all cores.
    ///
    /// The candidates are put in an order that depends on their sorted paths and the seed alone; the first `count` that
    /// can be read and are not copies of an earlier one are used. The same images, preset, size, count and seed give
    /// the same bytes under the same names.
    ///
    /// The output appears when it is whole. What was there before is replaced if this program made it. A run that is
    /// interrupted leaves a hidden folder next to the output, from which the next run goes on.
    ///
    /// - Parameters:
    ///   - warn: is told of each file that is passed over.
    ///   - progress: is told after each image.
    /// - Throws: ``CalibrationError``; the output folder is then as it was.
    package static func make(
        _ request: Request, at output: String, warn: @escaping @Sendable (Finding) -> Void,
        progress: @escaping Progress.Handler
    ) async throws -> CalibrationManifest {
        try request.check()
        let output = try OutputFolder(output, dataFolders: request.dataFolders)
        let paths = try candidates(request, excluding: output.path, warn: warn)
        let queue =
            if let labels = request.balance {
                CandidateQueue(paths, seed: request.seed, balancedBy: labels)
            } else {
                CandidateQueue(paths, seed: request.seed)
            }
        if queue.paths.count < paths.count {
            warn(
                Finding(
                    rule: "calibration-unlabelled", severity: .note,
                    message:
                        "\(paths.count - queue.paths.count) of \(paths.count) images have no class and are left out",
                    location: SourceLocation(path: request.source.path)))
        }
        guard queue.paths.count >= request.count else {
            throw CalibrationError.tooFewImages(
                path: request.source.path, found: paths.count, usable: queue.paths.count, wanted: request.count)
        }
        let unfinished = try UnfinishedFolder(for: output.path, key: request.key, dataFolders: request.dataFolders)
        if unfinished.earlierCount > 0 {
            warn(
                Finding(
                    rule: "calibration-resumed", severity: .note,
                    message: "\(unfinished.earlierCount) samples of an interrupted run are reused where they match",
                    location: SourceLocation(path: unfinished.path)))
        }
        do {
            let writer = SampleWriter(request: request, folder: unfinished)
            let (entries, thumbnails) = try await writer.write(queue, warn: warn, progress: progress)
            let manifest = CalibrationManifest(request, entries: entries)
            try output.finish(unfinished, manifest: manifest, preview: ContactSheet.render(thumbnails))
            return manifest
        } catch {
            if error as? CalibrationError != .interrupted { try? Folder.remove(unfinished.path) }
            throw error
        }
    }

    private static func candidates(
        _ request: Request, excluding output: String, warn: (Finding) -> Void
    ) throws -> [String] {
        switch request.content {
        case .pictures(let source, _, _): return try source.candidates(excluding: [output], warn: warn)
        case .featureMap(let map):
            let tree = try FolderTree(map.folder, excluding: [output])
            let files = tree.files.filter { FeatureMap.extensions.contains(Path.lowercasedExtension($0)) }
            guard !files.isEmpty else { throw CalibrationError.noImages(path: map.folder) }
            return files
        }
    }
}

/// The place where a set goes.
private struct OutputFolder {
    let path: String

    /// - Throws: ``CalibrationError/occupied(path:entry:)`` if there is something that this program did not make.
    init(_ path: String, dataFolders: [String]) throws {
        guard Folder.exists(path), let resolved = realpath(path, nil) else {
            self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
            return
        }
        defer { free(resolved) }
        self.path = String(cString: resolved)
        let names = try Folder.names(in: path)
        guard let first = names.first else { return }
        var ours: Set<String> = [CalibrationManifest.fileName, CalibrationSet.previewName]
        ours.formUnion(dataFolders)
        // What the manifest says is ours too: another request may have made other folders.
        let earlier = try? CalibrationManifest(folder: path)
        if let earlier {
            ours.insert(earlier.dataFolder)
            ours.formUnion(earlier.featureMapFolders?.values.map { $0 } ?? [])
        }
        if let foreign = names.first(where: { !ours.contains($0) }) {
            throw CalibrationError.occupied(path: path, entry: foreign)
        }
        if earlier == nil { throw CalibrationError.occupied(path: path, entry: first) }
    }

    func finish(
        _ unfinished: UnfinishedFolder, manifest: CalibrationManifest, preview: RGBImage?
    ) throws {
        let sheet = try preview.map { (image) throws in
            try PNGEncoder.encode(image, path: CalibrationSet.previewName)
        }
        try AtomicFile.write(manifest.json(), to: Path.join(unfinished.path, CalibrationManifest.fileName))
        if let sheet { try AtomicFile.write(sheet, to: Path.join(unfinished.path, CalibrationSet.previewName)) }
        try unfinished.commit(to: path)
    }
}

internal import Diagnostics
internal import Imaging
internal import InputContract
internal import Support
internal import Synchronization

/// Writes the samples of one set, in parallel, one a core at a time.
struct SampleWriter {
    let request: CalibrationSet.Request
    /// Where the samples go.
    let folder: UnfinishedFolder

    private enum Outcome: Sendable {
        case written(CalibrationManifest.Entry, thumbnail: RGBImage?)
        case refused(ImageError)
    }

    /// Goes through the candidates in their order until enough are written.
    ///
    /// A wave handles as many as are still missing, so that nothing is made in vain and the choice does not depend on
    /// which thread was faster.
    func write(
        _ candidates: CandidateQueue, warn: @Sendable (Finding) -> Void, progress: @escaping Progress.Handler
    ) async throws -> (entries: [CalibrationManifest.Entry], thumbnails: [RGBImage]) {
        var queue = candidates
        var entries: [CalibrationManifest.Entry] = []
        var thumbnails: [RGBImage] = []
        var sources: [String: String] = [:]
        var wave = queue.take(request.count)
        while entries.count < request.count {
            guard !wave.isEmpty else {
                throw CalibrationError.tooFewImages(
                    path: request.source.path, found: queue.paths.count, usable: entries.count, wanted: request.count)
            }
            let outcomes = try await write(queue.paths, wave, done: entries.count, progress: progress)
            var refused: [Int] = []
            for (place, outcome) in zip(wave, outcomes) {
                let path = Path.join(request.source.base, queue.paths[place])
                switch outcome {
                case .refused(let error):
                    warn(.skipped(path, "skipped: \(error.message)"))
                    refused.append(place)
                case .written(let entry, let thumbnail):
                    if !request.allowsDuplicates, let twin = sources[entry.sha256] {
                        warn(.skipped(path, "skipped: same image as \(twin)"))
                        try delete(entry)
                        refused.append(place)
                    } else {
                        if !request.allowsDuplicates { sources[entry.sha256] = entry.source }
                        entries.append(entry)
                        if let thumbnail { thumbnails.append(thumbnail) }
                    }
                }
            }
            wave = refused.compactMap { queue.takeReplacement(for: $0) }
        }
        return (entries, thumbnails)
    }

    private func write(
        _ candidates: [String], _ places: [Int], done: Int, progress: @escaping Progress.Handler
    ) async throws -> [Outcome] {
        let work = Wave(places.count, done: done)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<min(Cores.count, places.count) {
                group.addTask {
                    while let index = work.takeNext() {
                        if Task.isCancelled { return work.fail(CalibrationError.interrupted) }
                        let place = places[index]
                        do {
                            let stem = SampleName.stem(candidates[place], place: place, of: candidates.count)
                            let outcome = try write(
                                candidates[place], stem: stem,
                                isShown: ContactSheet.shows(done + index, of: request.count))
                            let finished = work.finish(index, outcome)
                            progress(Progress("calibration data", completed: finished, total: request.count))
                        } catch {
                            work.fail(error)
                        }
                    }
                }
            }
        }
        return try work.results()
    }

    /// What the threads of one wave share.
    private final class Wave: Sendable {
        private let count: Int
        private let state: Mutex<State>

        private struct State {
            var next = 0
            var finished: Int
            var outcomes: [Int: Outcome] = [:]
            var failure: (any Error)?
        }

        init(_ count: Int, done: Int) {
            self.count = count
            state = Mutex(State(finished: done))
        }

        /// The next one; `nil` at the end, and after a failure.
        func takeNext() -> Int? {
            state.withLock { state in
                guard state.next < count, state.failure == nil else { return nil }
                defer { state.next += 1 }
                return state.next
            }
        }

        /// Records an outcome and returns how many samples there are.
        func finish(_ index: Int, _ outcome: Outcome) -> Int {
            state.withLock { state in
                state.outcomes[index] = outcome
                if case .written = outcome { state.finished += 1 }
                return state.finished
            }
        }

        func fail(_ error: any Error) {
            state.withLock { $0.failure = $0.failure ?? error }
        }

        /// In the order of the candidates.
        func results() throws -> [Outcome] {
            let state = state.withLock { $0 }
            if let failure = state.failure { throw failure }
            return (0..<count).compactMap { state.outcomes[$0] }
        }
    }

    /// Reads one source and writes its sample, unless an earlier run has.
    private func write(_ candidate: String, stem: String, isShown: Bool) throws -> Outcome {
        let path = Path.join(request.source.base, candidate)
        let name = "\(stem).\(request.mainExtension)"
        let target = Path.join(folder.path, request.mainFolder, name)
        if let earlier = folder.earlier(name, source: candidate), isIntact(earlier, path, target) {
            return .written(earlier, thumbnail: isShown ? thumbnail(target) : nil)
        }
        let source: SHA256Digest
        let bytes: [UInt8]
        var companions: [(map: FeatureMap, source: String, bytes: [UInt8])] = []
        do {
            (source, bytes) = try load(path)
            for map in request.companions {
                guard let path = map.path(for: candidate) else {
                    throw ImageError.unreadable(.notFound(path: Path.join(map.folder, Path.stem(candidate) + ".npy")))
                }
                companions.append((map, Path.name(path), try FeatureMap.read(path)))
            }
        } catch let error as ImageError {
            return .refused(error)
        }
        let digest = try write(bytes, to: target)
        var entry = CalibrationManifest.Entry(
            file: name, source: candidate, sourceSha256: source.description, sha256: digest.description)
        for (map, source, bytes) in companions {
            let digest = try write(bytes, to: Path.join(folder.path, map.dataFolder, stem + ".bin"))
            entry.featureMaps =
                (entry.featureMaps ?? []) + [
                    CalibrationManifest.FeatureMapEntry(
                        input: map.name, file: "\(map.dataFolder)/\(stem).bin", source: source,
                        sha256: digest.description)
                ]
        }
        try folder.note(entry)
        return .written(entry, thumbnail: isShown ? thumbnail(target) : nil)
    }

    private func write(_ bytes: [UInt8], to path: String) throws -> SHA256Digest {
        try bytes.span.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws in
            try Folder.writeFile(bytes, to: path)
            return SHA256.hash(bytes)
        }
    }

    /// Whether a sample of an earlier run and its source are as they were.
    private func isIntact(_ entry: CalibrationManifest.Entry, _ source: String, _ target: String) -> Bool {
        func has(_ hash: String, _ path: String) -> Bool { (try? SHA256.hash(file: path))?.description == hash }
        return has(entry.sourceSha256, source) && has(entry.sha256, target)
            && (entry.featureMaps ?? []).allSatisfy { has($0.sha256, Path.join(folder.path, $0.file)) }
    }

    private func load(_ path: String) throws -> (SHA256Digest, [UInt8]) {
        guard case .pictures(_, let recipe, let size) = request.content else {
            let bytes = try FeatureMap.read(path)
            do {
                return (try SHA256.hash(file: path), bytes)
            } catch {
                throw ImageError.unreadable(error)
            }
        }
        let file: ByteView
        do {
            file = try ByteView(contentsOf: path)
        } catch {
            throw ImageError.unreadable(error)
        }
        let image = try ImageDecoder.decode(file, path: path, options: recipe.preset.decoding)
        guard let bytes = recipe.format.bytes(recipe.preset.apply(to: image, size: size)) else {
            preconditionFailure("the size was checked to fit the format")
        }
        return (SHA256.hash(file), bytes)
    }

    private func delete(_ entry: CalibrationManifest.Entry) throws {
        try Folder.removeFile(Path.join(folder.path, request.mainFolder, entry.file))
        for map in entry.featureMaps ?? [] { try Folder.removeFile(Path.join(folder.path, map.file)) }
    }

    /// A written file, read back: what the contact sheet shows is what `hb_mapper` reads.
    private func thumbnail(_ path: String) -> RGBImage? {
        guard case .pictures(_, let recipe, let size) = request.content, let file = try? ByteView(contentsOf: path)
        else { return nil }
        return file.withUnsafeBytes { recipe.format.picture($0, width: size.width, height: size.height) }
            .map(ContactSheet.thumbnail)
    }
}

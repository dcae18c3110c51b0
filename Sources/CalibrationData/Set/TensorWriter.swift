internal import Diagnostics
internal import FileSupport
internal import Synchronization

/// Writes the tensors of one set, in parallel, one picture a core at a time.
struct TensorWriter {
    let request: CalibrationSet.Request
    /// Where the tensors go; exists.
    let folder: String

    private enum Outcome: Sendable {
        case written(CalibrationManifest.Entry, thumbnail: RGBImage?)
        case refused(ImageError)
    }

    /// Goes through the candidates in their order until enough are written.
    ///
    /// A wave handles as many as are still missing, so that nothing is made in vain and the choice does not depend on
    /// which thread was faster.
    func write(
        _ candidates: [String], warn: @Sendable (Finding) -> Void, progress: @escaping Progress.Handler
    ) async throws(CalibrationError) -> (entries: [CalibrationManifest.Entry], thumbnails: [RGBImage]) {
        var entries: [CalibrationManifest.Entry] = []
        var thumbnails: [RGBImage] = []
        var sources: [String: String] = [:]
        var position = 0
        while entries.count < request.count {
            let wave = position..<min(position + request.count - entries.count, candidates.count)
            guard !wave.isEmpty else {
                throw .tooFewImages(
                    path: request.images.path, found: candidates.count, usable: entries.count, wanted: request.count)
            }
            position = wave.upperBound
            let outcomes = try await write(candidates, wave, done: entries.count, progress: progress)
            for (candidate, outcome) in zip(candidates[wave], outcomes) {
                let path = Path.join(request.images.base, candidate)
                switch outcome {
                case .refused(let error):
                    warn(.skipped(path, "skipped: \(error.message)"))
                case .written(let entry, let thumbnail):
                    if let twin = sources[entry.sha256] {
                        warn(.skipped(path, "skipped: it is the same picture as \(twin)"))
                        try delete(entry)
                    } else {
                        sources[entry.sha256] = candidate
                        entries.append(entry)
                        if let thumbnail { thumbnails.append(thumbnail) }
                    }
                }
            }
        }
        return (entries, thumbnails)
    }

    private func write(
        _ candidates: [String], _ wave: Range<Int>, done: Int, progress: @escaping Progress.Handler
    ) async throws(CalibrationError) -> [Outcome] {
        let work = Wave(wave, done: done)
        let digits = String(candidates.count).count
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<min(Cores.count, wave.count) {
                group.addTask {
                    while let index = work.takeNext() {
                        if Task.isCancelled { return work.fail(.interrupted) }
                        let number = String(index)
                        let prefix = String(repeating: "0", count: digits - number.count) + number
                        do throws(CalibrationError) {
                            let outcome = try write(candidates[index], at: index, prefix: prefix)
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
        private let range: Range<Int>
        private let state: Mutex<State>

        private struct State {
            var next: Int
            var finished: Int
            var outcomes: [Int: Outcome] = [:]
            var failure: CalibrationError?
        }

        init(_ range: Range<Int>, done: Int) {
            self.range = range
            state = Mutex(State(next: range.lowerBound, finished: done))
        }

        /// The next candidate; `nil` at the end, and after a failure.
        func takeNext() -> Int? {
            state.withLock { state in
                guard state.next < range.upperBound, state.failure == nil else { return nil }
                defer { state.next += 1 }
                return state.next
            }
        }

        /// Records an outcome and gives how many tensors there are.
        func finish(_ index: Int, _ outcome: Outcome) -> Int {
            state.withLock { state in
                state.outcomes[index] = outcome
                if case .written = outcome { state.finished += 1 }
                return state.finished
            }
        }

        func fail(_ error: CalibrationError) {
            state.withLock { $0.failure = $0.failure ?? error }
        }

        /// In the order of the candidates.
        func results() throws(CalibrationError) -> [Outcome] {
            let state = state.withLock { $0 }
            if let failure = state.failure { throw failure }
            return range.compactMap { state.outcomes[$0] }
        }
    }

    /// Reads one picture and writes its tensor. The file's name starts with its place in the order.
    private func write(_ candidate: String, at index: Int, prefix: String) throws(CalibrationError) -> Outcome {
        let path = Path.join(request.images.base, candidate)
        let (digest, image): (SHA256Digest, RGBImage)
        do throws(ImageError) {
            (digest, image) = try load(path)
        } catch {
            return .refused(error)
        }
        let elements = RGBCHW.elements(image)
        let name = "\(prefix)_\(Self.plainStem(candidate)).\(RGBCHW.fileExtension)"
        do {
            try elements.span.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws(FileError) in
                try Folder.writeFile(bytes, to: Path.join(folder, name))
            }
        } catch {
            throw .file(error)
        }
        let tensorDigest = elements.withUnsafeBytes { SHA256.hash($0) }
        return .written(
            CalibrationManifest.Entry(
                file: name, source: candidate, sourceSha256: digest.description, sha256: tensorDigest.description),
            thumbnail: ContactSheet.shows(index, of: request.count) ? try thumbnail(name) : nil)
    }

    private func load(_ path: String) throws(ImageError) -> (SHA256Digest, RGBImage) {
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .unreadable(error)
        }
        let image = try ImageDecoder.decode(
            ByteView(file, 0..<file.count), path: path, options: request.preset.decoding)
        let digest = file.withUnsafeBytes { SHA256.hash($0) }
        return (digest, request.preset.apply(to: image, size: request.size))
    }

    private func delete(_ entry: CalibrationManifest.Entry) throws(CalibrationError) {
        do {
            try Folder.removeFile(Path.join(folder, entry.file))
        } catch {
            throw .file(error)
        }
    }

    /// A written file, read back: what the contact sheet shows is what `hb_mapper` reads.
    private func thumbnail(_ name: String) throws(CalibrationError) -> RGBImage? {
        let file: MappedFile
        do {
            file = try MappedFile(path: Path.join(folder, name))
        } catch {
            throw .file(error)
        }
        let elements = ByteView(file, 0..<file.count).elements(as: Float.self)
        return RGBCHW.image(elements, width: request.size, height: request.size).map(ContactSheet.thumbnail)
    }

    /// The name of a picture without its folder and extension, in letters that any tool takes.
    private static func plainStem(_ path: String) -> String {
        let letters = Path.stem(path).utf8.prefix(80).map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                byte
            default: UInt8(ascii: "_")
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }
}

package import Diagnostics
internal import Dispatch
internal import Support

/// Downloads files over http(s), each validated before it gets its name.
///
/// A download that breaks off is resumed, within a run and by the next one; a file that exists already, and still
/// valid, is not downloaded again. Memory is bounded, and so are the size of a file and the number of requests for it.
package struct Downloader: Sendable {
    /// How often a broken download is tried again.
    package struct RetryPolicy: Sendable {
        /// In a row without a new byte.
        package var attempts: Int
        /// Doubled each time.
        package var firstDelay: Duration
        /// How often a download may lose the bytes that it had, because the server cannot resume them.
        package var restarts: Int

        package init(attempts: Int = 5, firstDelay: Duration = .milliseconds(500), restarts: Int = 5) {
            self.attempts = attempts
            self.firstDelay = firstDelay
            self.restarts = restarts
        }
    }

    /// Enough for 100 MB from a server that cuts the connection every 64 KiB.
    private static let requestLimit = 2000

    private let retries: RetryPolicy
    private let idleTimeout: Int

    /// - Parameter idleTimeout: seconds without a byte after which a connection counts as broken.
    package init(retries: RetryPolicy = RetryPolicy(), idleTimeout: Int = 30) {
        self.retries = retries
        self.idleTimeout = idleTimeout
    }

    /// Downloads a file. What came so far is in `PATH.partial`; `PATH.download.json` records where the file is from.
    ///
    /// - Throws: ``DownloadError``, ``FileError``.
    package func download(
        _ file: RemoteFile, to path: String, progress: @escaping Progress.Handler = { _ in }
    ) async throws -> DownloadedFile {
        let stop = StopSignal()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // libcurl blocks its thread, which must not be one of Swift's own tasks.
                DispatchQueue.global().async {
                    continuation.resume(with: Result { try download(file, to: path, stop, progress) })
                }
            }
        } onCancel: {
            stop.set()
        }
    }

    private func download(
        _ file: RemoteFile, to path: String, _ stop: StopSignal, _ progress: @escaping Progress.Handler
    ) throws -> DownloadedFile {
        if let present = try present(file, at: path) { return present }
        let partial = try PartialFile(for: path)
        do {
            let announcement = try fetch(file, partial, stop) { completed, total in
                progress(Progress("downloading \(file.name)", completed: completed, total: total, unit: .bytes))
            }
            let sha256 = try check(file, partial, announcement)
            let record = DownloadRecord(
                url: file.url, commit: announcement.commit, etag: announcement.etag, sha256: sha256,
                bytes: partial.count)
            // The record first: without it the file would count as a foreign file.
            try record.write(for: path)
            try partial.commit()
            return DownloadedFile(path: path, record: record, isFresh: true)
        } catch {
            if !partial.isResumable(for: file.url) { partial.discard() }
            throw error
        }
    }

    /// The file if an earlier run downloaded it from the same address, and it is unchanged and valid.
    private func present(_ file: RemoteFile, at path: String) throws -> DownloadedFile? {
        guard FileStatus(of: path) != .missing else { return nil }
        guard let record = DownloadRecord.read(for: path) else {
            throw DownloadError(
                .occupied, "there is a file already that this program did not download",
                fix: "move it away, or choose another folder", path: path)
        }
        guard record.url == file.url, try SHA256.hash(file: path).description == record.sha256,
            try file.checksum.map({ try $0.ofFile(path) == $0 }) ?? true, (try? file.validate(path)) != nil
        else { return nil }
        return DownloadedFile(path: path, record: record, isFresh: false)
    }

    /// Requests the file, or the rest of it, until it is whole or another request would not help.
    private func fetch(
        _ file: RemoteFile, _ partial: PartialFile, _ stop: StopSignal, progress: @escaping (Int, Int?) -> Void
    ) throws -> Transfer.Announcement {
        var attempts = Attempts(retries)
        var isConnected = false
        for _ in 0..<Self.requestLimit {
            let before = partial.count
            let transfer = Transfer(file, partial, stop: stop, progress: progress)
            let outcome = try transfer.run(idleTimeout: idleTimeout)
            if stop.isSet { throw interrupted(.cancelled, file, partial, "the download was interrupted") }
            var retryAfter: Double?
            switch outcome {
            case .finished(let announcement): return announcement
            case .startOver(let reason):
                try partial.truncate()
                try partial.write(nil)
                attempts.problem = reason
            case .unreachable(let reason):
                // Without a network waiting does not help; in the midst of a download it does.
                guard isConnected else {
                    throw DownloadError(
                        .unreachable, "cannot reach \(file.url): \(reason)", fix: "check the network and the proxy")
                }
                attempts.problem = reason
            case .broken(let reason, let delay):
                attempts.problem = reason
                retryAfter = delay
            }
            isConnected = true
            let delay = attempts.delay(
                afterGaining: partial.count - before, restarts: partial.restarts, retryAfter: retryAfter)
            guard let delay else { break }
            stop.wait(delay)
            if stop.isSet { throw interrupted(.cancelled, file, partial, "the download was interrupted") }
        }
        // A server that does not resume will not do so for the next run.
        if partial.restarts > retries.restarts { try partial.write(nil) }
        let message = "the download of \(file.url) broke off after \(partial.count) bytes: \(attempts.problem)"
        throw interrupted(.interrupted, file, partial, message)
    }

    private func interrupted(
        _ code: DownloadError.Code, _ file: RemoteFile, _ partial: PartialFile, _ message: String
    ) -> DownloadError {
        let fix =
            "run the command again" + (partial.isResumable(for: file.url) ? "; it resumes from \(partial.path)" : "")
        return DownloadError(code, message, fix: fix)
    }

    /// The SHA-256 of a file that came whole; if it is not what was asked for, it will not be resumed either.
    private func check(
        _ file: RemoteFile, _ partial: PartialFile, _ announcement: Transfer.Announcement
    ) throws -> String {
        do {
            let sha256 = try SHA256.hash(file: partial.path).description
            if file.announcesHash, let announced = announcement.sha256, announced != sha256 {
                throw DownloadError(
                    .wrongHash, "\(file.url) has the SHA-256 \(sha256), and the server announced \(announced)",
                    fix: "download it again; if the error stays, the server's copy is broken")
            }
            if let expected = file.checksum, case let found = try expected.ofFile(partial.path), found != expected {
                throw DownloadError(
                    .wrongHash, "\(file.url) has the \(found), and \(expected) is expected",
                    fix: "download it again; if the error stays, the file has changed: check where it comes from")
            }
            try validate(file, partial, announcement)
            return sha256
        } catch {
            try? partial.write(nil)
            throw error
        }
    }

    private func validate(
        _ file: RemoteFile, _ partial: PartialFile, _ announcement: Transfer.Announcement
    ) throws {
        do {
            try file.validate(partial.path)
        } catch {
            let start = String(decoding: partial.prefix(1024), as: UTF8.self).lowercased().drop { $0.isWhitespace }
            if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") {
                throw DownloadError(
                    .invalidContent, "\(file.url) returned a web page instead of the file",
                    fix: "open the address in a browser: the network may ask for a login")
            }
            // The header is the server's: nothing in it may act on the terminal.
            let encoding = announcement.encoding.map { $0.filter { $0.isLetter || $0 == "-" } }
            let note = encoding.map { " (Content-Encoding: \($0))" } ?? ""
            let reason = (error as? any UserError)?.message ?? String(describing: error)
            throw DownloadError(
                .invalidContent, "\(file.url) returned an invalid file\(note): \(reason)",
                fix: "check the address; if it is right, a proxy or the server changes the file")
        }
    }
}

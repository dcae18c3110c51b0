package import Diagnostics
internal import Support
internal import FoundationEssentials

/// Downloads files from the model hub, or from a mirror that speaks as it does.
///
/// A download that breaks off is resumed, within a run and by the next one; a file that is there already, and
/// whole, is not fetched again.
package struct HubClient: Sendable {
    /// How often a broken download is tried again.
    package struct RetryPolicy: Sendable {
        /// In a row without a single new byte.
        package var attempts: Int
        /// Doubled each time.
        package var firstDelay: Duration

        package init(attempts: Int = 5, firstDelay: Duration = .milliseconds(500)) {
            self.attempts = attempts
            self.firstDelay = firstDelay
        }
    }

    private let endpoint: HubEndpoint
    private let retries: RetryPolicy
    private let idleTimeout: Int
    let cacheFolder: String

    /// - Parameters:
    ///   - environment: `HF_ENDPOINT` names another server than `https://huggingface.co`; `HF_TOKEN` is sent to it
    ///     and to no other. The process's own environment if `nil`.
    ///   - idleTimeout: seconds without a byte after which a connection counts as broken.
    /// - Throws: ``HubError/invalidEndpoint(_:)``.
    package init(
        environment: [String: String]? = nil, retries: RetryPolicy = RetryPolicy(),
        idleTimeout: Int = 30
    ) throws(HubError) {
        let environment = environment ?? ProcessInfo.processInfo.environment
        let named = environment["HF_ENDPOINT"].flatMap { $0.isEmpty ? nil : $0 }
        endpoint = try HubEndpoint(named ?? HubEndpoint.standard, token: environment["HF_TOKEN"])
        self.retries = retries
        self.idleTimeout = idleTimeout
        cacheFolder = Self.cacheFolder(environment)
    }

    /// Downloads one file.
    ///
    /// What came so far is in `PATH.partial`, and `PATH.download.json` records where the file is from and its
    /// SHA-256, which is compared with the one that the hub announces.
    /// - Parameters:
    ///   - file: its path in the repository.
    ///   - repository: `owner/name`.
    ///   - revision: a branch, a tag or a commit.
    /// - Throws: ``HubError``.
    package func download(
        _ file: String, of repository: String, revision: String = "main", to path: String,
        progress: @escaping Diagnostics.Progress.Handler = { _ in }
    ) async throws(HubError) -> DownloadedFile {
        let address = try endpoint.address(of: file, in: repository, revision: revision)
        return try await download(address, label: "\(repository)/\(file)", to: path, progress: progress)
    }

    /// Downloads a file from anywhere else; no token is sent.
    ///
    /// - Parameter url: an http or https address.
    /// - Throws: ``HubError``.
    package static func download(
        url: String, to path: String, retries: RetryPolicy = RetryPolicy(),
        progress: @escaping Diagnostics.Progress.Handler = { _ in }
    ) async throws(HubError) -> DownloadedFile {
        guard let address = URL(string: url), let scheme = address.scheme, let host = address.host else {
            throw .invalidAddress(url)
        }
        // Whatever is wrong with it is told of the address that was given, not of HF_ENDPOINT.
        let client: HubClient
        do throws(HubError) {
            let port = address.port.map { ":\($0)" } ?? ""
            client = try HubClient(environment: ["HF_ENDPOINT": "\(scheme)://\(host)\(port)"], retries: retries)
        } catch {
            throw .invalidAddress(url)
        }
        return try await client.download(address, label: Path.name(address.path), to: path, progress: progress)
    }

    private func download(
        _ address: URL, label name: String, to path: String, progress: @escaping Diagnostics.Progress.Handler
    ) async throws(HubError) -> DownloadedFile {
        if let present = try Self.present(path, url: address.absoluteString) { return present }
        let partial = try PartialFile(for: path)
        defer { partial.unlock() }
        let label = "downloading \(name)"
        let transfer: Finished
        do {
            transfer = try await finish(address, partial) { completed, total in
                progress(Diagnostics.Progress(label, completed: completed, total: total, unit: .bytes))
            }
        } catch {
            if partial.count == 0 { partial.discard() }
            throw error
        }
        let digest = try partial.sha256()
        if let announced = transfer.announcedHash, announced != digest.description {
            partial.discard()
            throw .wrongHash(url: address.absoluteString, expected: announced, found: digest.description)
        }
        let record = DownloadRecord(
            url: address.absoluteString, commit: transfer.commit, etag: transfer.etag, sha256: digest.description,
            bytes: transfer.total)
        // The record first: without it the file would count as somebody else's.
        try record.write(for: path)
        try partial.commit()
        progress(Diagnostics.Progress(label, completed: transfer.total, total: transfer.total, unit: .bytes))
        return DownloadedFile(path: path, record: record, isFresh: true)
    }

    /// The file if an earlier run downloaded it from the same address and it is unchanged.
    private static func present(_ path: String, url: String) throws(HubError) -> DownloadedFile? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let record = DownloadRecord.read(for: path) else { throw .occupied(path: path) }
        let digest: SHA256Digest
        do {
            digest = try SHA256.hash(file: path)
        } catch {
            throw .file(error)
        }
        guard record.url == url, record.sha256 == digest.description else { return nil }
        return DownloadedFile(path: path, record: record, isFresh: false)
    }

    private struct Finished {
        var total: Int
        var announcedHash: String?
        var commit: String?
        var etag: String?
    }

    /// Asks for the file, or for the rest of it, until it is there or there is no hope.
    private func finish(
        _ address: URL, _ partial: PartialFile, progress: @escaping @Sendable (Int, Int?) -> Void
    ) async throws(HubError) -> Finished {
        var failures = 0
        var delay = retries.firstDelay
        var hasConnected = false
        while true {
            let before = partial.count
            let transfer = Transfer(address: address, endpoint: endpoint, partial: partial, progress: progress)
            let outcome = await transfer.run(idleTimeout: idleTimeout)
            if Task.isCancelled { throw .cancelled(partial: partial.path) }
            let problem: String
            switch outcome {
            case .finished(let total, let hash, let commit, let etag):
                return Finished(total: total, announcedHash: hash, commit: commit, etag: etag)
            case .failed(let error): throw error
            case .rangeRefused:
                try partial.truncate()
                try partial.write(nil)
                problem = "the server refuses to send a part of the file"
            case .unreachable(let reason):
                // Without a network waiting does not help; in the midst of a download it does.
                guard hasConnected else { throw .unreachable(url: address.absoluteString, reason: reason) }
                problem = reason
            case .broken(let reason, let retryAfter):
                problem = reason
                hasConnected = true
                if let retryAfter { delay = max(delay, .seconds(min(30, max(0, retryAfter)))) }
            }
            if partial.count > before {
                failures = 0
                delay = retries.firstDelay
            }
            failures += 1
            guard failures < retries.attempts else {
                throw .interrupted(
                    url: address.absoluteString, partial: partial.path, received: partial.count, total: nil,
                    reason: problem)
            }
            try? await Task.sleep(for: delay)
            delay *= 2
        }
    }
}

/// A file from the hub, whole and hashed.
package struct DownloadedFile: Sendable, Hashable, Encodable {
    package let schemaVersion = 1
    package var path: String
    package var url: String
    /// The commit of the repository that the revision stood for, if the hub said so.
    package var commit: String?
    /// 64 hexadecimal digits.
    package var sha256: String
    package var bytes: Int
    /// False if it was there from an earlier run.
    package var isFresh: Bool

    init(path: String, record: DownloadRecord, isFresh: Bool) {
        self.path = path
        url = record.url
        commit = record.commit
        sha256 = record.sha256
        bytes = record.bytes
        self.isFresh = isFresh
    }
}

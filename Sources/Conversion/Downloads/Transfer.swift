internal import Dispatch
internal import FoundationEssentials
internal import Synchronization

/// One GET request, with its redirections, whose body goes to a partial file as it comes, in bounded memory.
///
/// Redirections are followed here rather than by the library: the hub announces a file's hash and commit in the
/// redirection itself, and the token must not go to another host.
final class Transfer: Sendable {
    /// How one request ended.
    enum Outcome: Sendable {
        /// The whole body came.
        case finished(total: Int, announcedHash: String?, commit: String?, etag: String?)
        /// The server does not know the range that was asked for: start over.
        case rangeRefused
        /// Worth another try, after the server's own delay if it gave one.
        case broken(reason: String, retryAfter: Double?)
        /// No connection came about.
        case unreachable(reason: String)
        case failed(HubError)
    }

    private struct State {
        var linkedEtag: String?
        var announcedHash: String?
        var commit: String?
        var etag: String?
        var total: Int?
        /// Whether a response came whose body is wanted.
        var hasResponse = false
        /// Decided before the request was over.
        var outcome: Outcome?
    }

    private static let redirectionLimit = 5

    private let address: URL
    private let endpoint: HubEndpoint
    private let partial: PartialFile
    /// What the bytes in the partial file belong to; `nil` starts over.
    private let resumption: PartialRecord?
    private let progress: @Sendable (_ completed: Int, _ total: Int?) -> Void
    private let state = Mutex(State())
    private let isCancelled = Atomic(false)

    init(
        address: URL, endpoint: HubEndpoint, partial: PartialFile,
        progress: @escaping @Sendable (_ completed: Int, _ total: Int?) -> Void
    ) {
        self.address = address
        self.endpoint = endpoint
        self.partial = partial
        self.progress = progress
        resumption = partial.count > 0 ? partial.record(for: address.absoluteString) : nil
    }

    /// Runs the request to its end, or until the surrounding task is cancelled.
    ///
    /// - Parameter idleTimeout: seconds without a byte after which the connection counts as broken.
    func run(idleTimeout: Int) async -> Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Off the threads of Swift's own tasks, which must not block.
                DispatchQueue.global().async { continuation.resume(returning: self.followed(idleTimeout)) }
            }
        } onCancel: {
            isCancelled.store(true, ordering: .relaxed)
        }
    }

    /// The request, and those that it is redirected to.
    private func followed(_ idleTimeout: Int) -> Outcome {
        var target = address
        for _ in 0...Self.redirectionLimit {
            let resumes = resumption != nil && (target == address || belongsToResumption)
            let get = HTTPGet(
                url: target.absoluteString, headers: headers(for: target, resuming: resumes), idleTimeout: idleTimeout)
            let ending = get.run(self)
            guard case .redirected(let next) = ending else { return outcome(of: ending) }
            guard let url = URL(string: next), mayFollow(url) else {
                return .failed(.redirect(url: address.absoluteString, reason: "it leads to \(next)"))
            }
            target = url
        }
        let reason = "more than \(Self.redirectionLimit) in a row"
        return .failed(.redirect(url: address.absoluteString, reason: reason))
    }

    private func headers(for url: URL, resuming: Bool) -> [String] {
        // A range of a compressed body is of no use.
        var headers = ["User-Agent: repvit-convert", "Accept-Encoding: identity"]
        if resuming, let resumption {
            headers.append("Range: bytes=\(partial.count)-")
            headers.append("If-Range: \(resumption.etag)")
        }
        if let token = endpoint.token, endpoint.isOwn(url) { headers.append("Authorization: Bearer \(token)") }
        return headers
    }

    /// Never from a secure connection to an open one.
    private func mayFollow(_ url: URL) -> Bool {
        let scheme = url.scheme?.lowercased()
        return scheme == "https" || (scheme == "http" && endpoint.url.scheme?.lowercased() == "http")
    }

    /// Whether the redirection is to the same content that the partial file has the beginning of.
    private var belongsToResumption: Bool {
        guard let linkedEtag = resumption?.linkedEtag else { return true }
        return state.withLock { $0.linkedEtag == linkedEtag }
    }

    private func outcome(of ending: HTTPGet.Ending) -> Outcome {
        let (decided, response) = state.withLock { ($0.outcome, $0) }
        if let decided { return decided }
        switch ending {
        case .noLibrary: return .failed(.noLibrary)
        case .unreachable(let reason) where !response.hasResponse: return .unreachable(reason: reason)
        case .unreachable(let reason), .broken(let reason): return .broken(reason: reason, retryAfter: nil)
        case .stopped, .redirected: return .broken(reason: "the transfer was stopped", retryAfter: nil)
        case .finished: break
        }
        guard response.hasResponse else { return .broken(reason: "the server gave no answer", retryAfter: nil) }
        let count = partial.count
        if let total = response.total, count < total {
            return .broken(reason: "the connection was closed", retryAfter: nil)
        }
        return .finished(
            total: count, announcedHash: response.announcedHash, commit: response.commit, etag: response.etag)
    }
}

extension Transfer: HTTPGet.Receiver {
    var mayGoOn: Bool { !isCancelled.load(ordering: .relaxed) }

    func receive(head: HTTPResponse) -> Bool {
        do throws(HubError) {
            if let outcome = try accept(head) { return stop(outcome) }
            return true
        } catch {
            return stop(.failed(error))
        }
    }

    func receive(body: UnsafeRawBufferPointer) -> Bool {
        let total = state.withLock { $0.total }
        if let total, partial.count + body.count > total {
            return stop(.failed(.refused(url: address.absoluteString, status: 200)))
        }
        do throws(HubError) {
            try partial.append(body)
        } catch {
            return stop(.failed(error))
        }
        progress(partial.count, total)
        return true
    }

    private func stop(_ outcome: Outcome) -> Bool {
        state.withLock { $0.outcome = outcome }
        return false
    }

    /// Prepares the partial file for a body; an outcome if there is to be none.
    private func accept(_ response: HTTPResponse) throws(HubError) -> Outcome? {
        let url = address.absoluteString
        switch response.status {
        case _ where response.isRedirection:
            // The hub says of a file what it is before it sends on to where it is.
            state.withLock { note(response, in: &$0) }
            return nil
        case 200:
            try partial.truncate()
        case 206:
            let range = ContentRange(response.header("Content-Range"))
            guard let range, range.start == partial.count else { return .rangeRefused }
            state.withLock { $0.total = range.total }
        case 416:
            return .rangeRefused
        case 404:
            throw .notFound(url: url)
        case 401, 403:
            throw .notAllowed(url: url, status: response.status, hadToken: endpoint.token != nil)
        case 408, 429, 500...599:
            let delay = response.header("Retry-After").flatMap { Double($0) }
            return .broken(reason: "HTTP \(response.status)", retryAfter: delay)
        default:
            throw .refused(url: url, status: response.status)
        }

        let record = state.withLock { state -> PartialRecord? in
            note(response, in: &state)
            state.hasResponse = true
            if let length = response.contentLength, state.total == nil {
                let (total, overflow) = partial.count.addingReportingOverflow(length)
                state.total = overflow ? nil : total
            }
            state.etag = response.header("ETag")
            state.announcedHash = state.announcedHash ?? EntityTag.sha256(state.etag)
            return EntityTag.strong(state.etag).map {
                PartialRecord(url: url, etag: $0, linkedEtag: state.linkedEtag)
            }
        }
        try partial.write(record)
        if let total = state.withLock({ $0.total }) { try partial.reserve(total - partial.count) }
        return nil
    }

    /// Remembers what the hub says of the file, on the way to it or with it.
    private func note(_ response: HTTPResponse, in state: inout State) {
        state.linkedEtag = response.header("X-Linked-Etag") ?? state.linkedEtag
        state.commit = response.header("X-Repo-Commit") ?? state.commit
        state.announcedHash = EntityTag.sha256(state.linkedEtag)
    }
}

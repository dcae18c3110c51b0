internal import Foundation
internal import FoundationNetworking
internal import Synchronization

/// One GET request whose body goes to a partial file as it comes, in bounded memory.
///
/// Redirections are followed here rather than by the session: the hub announces a file's hash and commit in the
/// redirection itself, and the token must not go to another host.
final class Transfer: NSObject, URLSessionDataDelegate, Sendable {
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
        var redirections = 0
        var linkedEtag: String?
        var announcedHash: String?
        var commit: String?
        var etag: String?
        var total: Int?
        var hasResponse = false
        var outcome: Outcome?
        var continuation: CheckedContinuation<Outcome, Never>?
    }

    private let address: URL
    private let endpoint: HubEndpoint
    private let partial: PartialFile
    /// What the bytes in the partial file belong to; `nil` starts over.
    private let resumption: PartialRecord?
    private let progress: @Sendable (_ completed: Int, _ total: Int?) -> Void
    private let state = Mutex(State())

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
    func run(idleTimeout: Double) async -> Outcome {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = idleTimeout
        configuration.urlCache = nil
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 1
        let session = URLSession(configuration: configuration, delegate: self, delegateQueue: queue)
        defer { session.finishTasksAndInvalidate() }
        let task = session.dataTask(with: request(to: address, resuming: resumption != nil))
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.continuation = continuation }
                task.resume()
            }
        } onCancel: {
            // In turn with the delegate's calls: URLSession traps if a task is cancelled while it waits for an
            // answer to one of them.
            queue.addOperation { task.cancel() }
        }
    }

    private func request(to url: URL, resuming: Bool) -> URLRequest {
        var request = URLRequest(url: url)
        request.setValue("repvit-convert", forHTTPHeaderField: "User-Agent")
        // A range of a compressed body is of no use.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        if resuming, let resumption {
            request.setValue("bytes=\(partial.count)-", forHTTPHeaderField: "Range")
            request.setValue(resumption.etag, forHTTPHeaderField: "If-Range")
        }
        if let token = endpoint.token, endpoint.isOwn(url) {
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        }
        return request
    }

    // MARK: URLSessionDataDelegate

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        let (count, linkedEtag) = state.withLock { state in
            state.redirections += 1
            note(response, in: &state)
            return (state.redirections, state.linkedEtag)
        }
        let scheme = newRequest.url?.scheme?.lowercased()
        let isAllowed = scheme == "https" || (scheme == "http" && endpoint.url.scheme?.lowercased() == "http")
        if let target = newRequest.url, isAllowed, count <= 5 {
            let isSame = resumption?.linkedEtag == nil || resumption?.linkedEtag == linkedEtag
            completionHandler(request(to: target, resuming: isSame))
        } else {
            let reason =
                count > 5 ? "more than 5 in a row" : "it leads to \(newRequest.url?.absoluteString ?? "nowhere")"
            decide(.failed(.redirect(url: address.absoluteString, reason: reason)))
            completionHandler(nil)
        }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        do throws(HubError) {
            guard let response = response as? HTTPURLResponse else {
                throw .refused(url: address.absoluteString, status: 0)
            }
            if let outcome = try accept(response) { decide(outcome) }
        } catch {
            decide(.failed(error))
        }
        completionHandler(state.withLock { $0.outcome == nil } ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let (isWanted, total) = state.withLock { ($0.hasResponse && $0.outcome == nil, $0.total) }
        guard isWanted else { return }
        do throws(HubError) {
            if let total, partial.count + data.count > total {
                throw .refused(url: address.absoluteString, status: 200)
            }
            for region in data.regions { try append(region) }
            progress(partial.count, total)
        } catch {
            decide(.failed(error))
            dataTask.cancel()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let (continuation, outcome) = state.withLock { state in
            defer { state.continuation = nil }
            return (state.continuation, state.outcome ?? ending(state, error))
        }
        continuation?.resume(returning: outcome)
    }

    // MARK: Decisions

    private func append(_ data: Data) throws(HubError) {
        let result = data.withUnsafeBytes { bytes -> Result<Void, HubError> in
            Result { () throws(HubError) in try partial.append(bytes) }
        }
        try result.get()
    }

    /// The first decision stands.
    private func decide(_ outcome: Outcome) {
        state.withLock { state in
            if state.outcome == nil { state.outcome = outcome }
        }
    }

    /// Remembers what the hub says of the file, on the way to it or with it.
    private func note(_ response: HTTPURLResponse, in state: inout State) {
        func header(_ name: String) -> String? { response.value(forHTTPHeaderField: name) }
        state.linkedEtag = header("X-Linked-Etag") ?? state.linkedEtag
        state.commit = header("X-Repo-Commit") ?? state.commit
        state.announcedHash = EntityTag.sha256(state.linkedEtag)
    }

    /// Prepares the partial file for a body; an outcome if there is to be none.
    private func accept(_ response: HTTPURLResponse) throws(HubError) -> Outcome? {
        let url = address.absoluteString
        switch response.statusCode {
        case 200:
            try partial.truncate()
        case 206:
            let range = ContentRange(response.value(forHTTPHeaderField: "Content-Range"))
            guard let range, range.start == partial.count else { return .rangeRefused }
            state.withLock { $0.total = range.total }
        case 416:
            return .rangeRefused
        case 404:
            throw .notFound(url: url)
        case 401, 403:
            throw .notAllowed(url: url, status: response.statusCode, hadToken: endpoint.token != nil)
        case 408, 429, 500...599:
            let delay = response.value(forHTTPHeaderField: "Retry-After").flatMap { Double($0) }
            return .broken(reason: "HTTP \(response.statusCode)", retryAfter: delay)
        default:
            throw .refused(url: url, status: response.statusCode)
        }

        let record = state.withLock { state -> PartialRecord? in
            note(response, in: &state)
            state.hasResponse = true
            if response.expectedContentLength >= 0, state.total == nil {
                state.total = partial.count + Int(response.expectedContentLength)
            }
            state.etag = response.value(forHTTPHeaderField: "ETag")
            state.announcedHash = state.announcedHash ?? EntityTag.sha256(state.etag)
            return EntityTag.strong(state.etag).map {
                PartialRecord(url: url, etag: $0, linkedEtag: state.linkedEtag)
            }
        }
        try partial.write(record)
        if let total = state.withLock({ $0.total }) { try partial.reserve(total - partial.count) }
        return nil
    }

    private func ending(_ state: State, _ error: (any Error)?) -> Outcome {
        if let error {
            let reason = Self.text(error)
            return state.hasResponse ? .broken(reason: reason, retryAfter: nil) : Self.failure(error, reason)
        }
        guard state.hasResponse else { return .broken(reason: "the server gave no answer", retryAfter: nil) }
        let count = partial.count
        if let total = state.total, count < total {
            return .broken(reason: "the connection was closed", retryAfter: nil)
        }
        return .finished(
            total: count, announcedHash: state.announcedHash, commit: state.commit, etag: state.etag)
    }

    private static func failure(_ error: any Error, _ reason: String) -> Outcome {
        switch (error as? URLError)?.code {
        case .timedOut, .networkConnectionLost, .cancelled: .broken(reason: reason, retryAfter: nil)
        default: .unreachable(reason: reason)
        }
    }

    private static func text(_ error: any Error) -> String {
        guard let error = error as? URLError else { return "\(error)" }
        return switch error.code {
        case .cannotFindHost: "the host is not known"
        case .cannotConnectToHost: "no connection"
        case .timedOut: "no answer in time"
        case .networkConnectionLost: "the connection was lost"
        case .notConnectedToInternet: "there is no network"
        case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate:
            "no secure connection"
        default: error.localizedDescription
        }
    }
}

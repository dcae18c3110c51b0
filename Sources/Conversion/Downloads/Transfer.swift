/// One request for a file, or for the rest of it. The body goes to the partial file as it comes.
final class Transfer {
    /// How a request ended, where another one may help.
    enum Outcome {
        case finished(Announcement)
        /// The bytes so far are of no use: the server has another file now, or does not know the range.
        case startOver(reason: String)
        /// Worth another try, after the server's own delay in seconds if it named one.
        case broken(reason: String, retryAfter: Double?)
        /// No connection was made.
        case unreachable(reason: String)
    }

    /// What the responses say about the file.
    struct Announcement {
        /// The hub's own validator of the file, sent with the redirection to where the bytes are.
        var linkedETag: String?
        /// The commit of the hub's repository.
        var commit: String?
        var etag: String?
        var encoding: String?
        var total: Int?

        /// The SHA-256 of the file, where one of the validators is one.
        var sha256: String? {
            for tag in [linkedETag, etag] {
                guard let digits = tag?.split(separator: "\"").last?.lowercased(), digits.utf8.count == 64,
                    digits.utf8.allSatisfy("0123456789abcdef".utf8.contains)
                else { continue }
                return digits
            }
            return nil
        }
    }

    private let file: RemoteFile
    private let partial: PartialFile
    private let stop: StopSignal
    private let progress: (_ completed: Int, _ total: Int?) -> Void
    /// What the bytes in the partial file belong to; `nil` starts over.
    private let resumption: PartialRecord?
    private var announcement = Announcement()
    private var hasHead = false
    private var hasBody = false
    /// What was decided before the request was over.
    private var decision: Result<Outcome, any Error>?

    init(
        _ file: RemoteFile, _ partial: PartialFile, stop: StopSignal,
        progress: @escaping (_ completed: Int, _ total: Int?) -> Void
    ) {
        self.file = file
        self.partial = partial
        self.stop = stop
        self.progress = progress
        resumption = partial.count > 0 ? partial.record(for: file.url) : nil
    }

    /// Runs the request; blocks until it is over.
    ///
    /// - Parameter idleTimeout: seconds without a byte after which the connection counts as broken.
    /// - Throws: ``DownloadError`` or a file error where another request would not help.
    func run(idleTimeout: Int) throws -> Outcome {
        // A range of a compressed body would be of no use.
        var headers = ["User-Agent: repvit-convert", "Accept-Encoding: identity"]
        if let resumption { headers += ["Range: bytes=\(partial.count)-", "If-Range: \(resumption.etag)"] }
        if let token = file.token { headers.append("Authorization: Bearer \(token)") }
        let request = HTTPRequest(
            url: file.url, headers: headers, allowsPlainRedirections: !file.isSecure, idleTimeout: idleTimeout)
        let ending = try request.run(self)
        if let decision { return try decision.get() }
        switch ending {
        case .finished: break
        case .refused(let reason): throw refused(reason)
        case .unreachable(let reason) where !hasHead: return .unreachable(reason: reason)
        case .unreachable(let reason), .broken(let reason): return .broken(reason: reason, retryAfter: nil)
        case .stopped: return .broken(reason: "the transfer was stopped", retryAfter: nil)
        }
        guard hasBody else { return .broken(reason: "the server sent no response", retryAfter: nil) }
        if let total = announcement.total, partial.count < total {
            return .broken(reason: "the server closed the connection", retryAfter: nil)
        }
        return .finished(announcement)
    }

    private func refused(_ reason: String) -> DownloadError {
        DownloadError(.refused, "cannot download \(file.url): \(reason)", fix: "check the address, or try again later")
    }
}

extension Transfer: HTTPRequest.Receiver {
    var isStopped: Bool { stop.isSet }

    func receive(_ head: HTTPHead) -> Bool {
        hasHead = true
        return proceed { try accept(head) }
    }

    func receive(_ body: UnsafeRawBufferPointer) -> Bool {
        proceed {
            let count = partial.count + body.count
            let limit = announcement.total ?? file.sizeLimit
            guard count <= limit else {
                try partial.write(nil)
                throw limit < file.sizeLimit ? refused("the server sends more bytes than announced") : tooLarge(count)
            }
            try partial.append(body)
            progress(partial.count, announcement.total)
            return nil
        }
    }

    /// Whether the request goes on: `step` neither threw nor came to an outcome.
    private func proceed(_ step: () throws -> Outcome?) -> Bool {
        do {
            guard let outcome = try step() else { return true }
            decision = .success(outcome)
        } catch {
            decision = .failure(error)
        }
        return false
    }

    /// Prepares the partial file for the body that follows; an outcome if none is wanted.
    private func accept(_ head: HTTPHead) throws -> Outcome? {
        announcement.linkedETag = head["X-Linked-Etag"] ?? announcement.linkedETag
        announcement.commit = head["X-Repo-Commit"] ?? announcement.commit
        switch head.status {
        case 300..<400 where head["Location"] != nil:
            return nil
        case 200:
            try partial.truncate()
        case 206:
            guard let range = head.contentRange, range.start == partial.count else {
                return .startOver(reason: "the server sends another part than was asked for")
            }
            guard let resumption, head["ETag"] == resumption.etag else {
                return .startOver(reason: "the file on the server has changed")
            }
            announcement.total = range.total
        case 416:
            return .startOver(reason: "the server refuses to send the rest of the file")
        case 408, 429, 500...599:
            return .broken(reason: "HTTP \(head.status)", retryAfter: head["Retry-After"].flatMap { Double($0) })
        default:
            throw failure(status: head.status)
        }
        hasBody = true
        announcement.etag = head["ETag"]
        announcement.encoding = head["Content-Encoding"]
        if announcement.total == nil, let length = head.contentLength {
            announcement.total = partial.count.addingReportingOverflow(length).partialValue
        }
        if let total = announcement.total {
            guard (0...file.sizeLimit).contains(total) else { throw tooLarge(total) }
            try partial.reserve(total - partial.count)
        }
        try partial.write(head.strongETag.map { PartialRecord(url: file.url, etag: $0) })
        return nil
    }

    private func tooLarge(_ size: Int) -> DownloadError {
        DownloadError(
            .tooLarge, "\(file.url) has at least \(size) bytes, more than the \(file.sizeLimit) accepted here",
            fix: "check that this is the address of the right file")
    }

    private func failure(status: Int) -> DownloadError {
        switch status {
        case 404, 410:
            DownloadError(.notFound, "not found (HTTP \(status)): \(file.url)", fix: "check the address")
        case 401, 403:
            DownloadError(.notAllowed, "access denied (HTTP \(status)): \(file.url)", fix: "check the address")
        default:
            refused("the server answers HTTP \(status)")
        }
    }
}

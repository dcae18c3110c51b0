internal import CCurl

/// A GET request with the redirections that it meets, over libcurl, which also sees to proxies.
struct HTTPRequest {
    /// How a request ended.
    enum Ending: Equatable {
        case finished
        /// The receiver wanted no more.
        case stopped
        /// The answer breaks the protocol, or redirects too often or to something other than http(s).
        case refused(reason: String)
        /// The connection broke, or nothing came for too long.
        case broken(reason: String)
        /// No connection was made.
        case unreachable(reason: String)
    }

    /// Receives a response. Called on the thread that runs the request; `false` ends it.
    protocol Receiver: AnyObject {
        /// The head of a response, of redirections too.
        func receive(_ head: HTTPHead) -> Bool
        /// The next bytes of the last response's body.
        func receive(_ body: UnsafeRawBufferPointer) -> Bool
        /// Asked once a second, and more often while bytes come.
        var isStopped: Bool { get }
    }

    private static let redirectionLimit = 5

    var url: String
    /// Lines such as `Range: bytes=10-`. `Authorization` goes to the server of `url` alone.
    var headers: [String]
    /// Whether a redirection from https to http is followed.
    var allowsPlainRedirections: Bool
    /// Seconds without a byte after which the connection counts as broken.
    var idleTimeout: Int

    /// Runs the request; blocks until it is over.
    ///
    /// - Throws: ``DownloadError`` if libcurl is not installed.
    func run(_ receiver: some Receiver) throws -> Ending {
        guard let library = ccurl_load()?.pointee, let handle = library.easy_init() else {
            throw DownloadError(
                .libraryMissing, "downloading needs libcurl, which is not installed",
                fix: "install it (Debian, Ubuntu: libcurl4)")
        }
        defer { library.easy_cleanup(handle) }
        var list: UnsafeMutablePointer<curl_slist>?
        defer { library.slist_free_all(list) }
        for header in headers { list = library.slist_append(list, header) ?? list }
        let relay = Relay(receiver)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CURL_ERROR_SIZE)) { reason in
            reason.initialize(repeating: 0)
            configure(handle, list, relay, reason)
            let code = withExtendedLifetime(relay) { library.easy_perform(handle) }
            let text = reason[0] != 0 ? reason.baseAddress : library.easy_strerror(code).map { .init(mutating: $0) }
            return ending(of: code, reason: text.map { String(cString: $0) } ?? "unknown error")
        }
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer, _ list: UnsafeMutablePointer<curl_slist>?, _ relay: Relay,
        _ reason: UnsafeMutableBufferPointer<CChar>
    ) {
        var code = CURLE_OK
        func set(_ option: CURLoption, _ value: Int) {
            code = code == CURLE_OK ? ccurl_set_long(handle, option, value) : code
        }
        func set(_ option: CURLoption, _ value: UnsafeRawPointer?) {
            code = code == CURLE_OK ? ccurl_set_pointer(handle, option, value) : code
        }
        let context = UnsafeRawPointer(Unmanaged.passUnretained(relay).toOpaque())
        url.withCString { set(CURLOPT_URL, UnsafeRawPointer($0)) }
        set(CURLOPT_HTTPHEADER, list)
        set(CURLOPT_ERRORBUFFER, reason.baseAddress)
        // CURLOPT_PROTOCOLS_STR came with libcurl 7.85, after Ubuntu 22.04.
        set(CURLOPT_PROTOCOLS, Int(CURLPROTO_HTTP | CURLPROTO_HTTPS))
        set(CURLOPT_REDIR_PROTOCOLS, Int(allowsPlainRedirections ? CURLPROTO_HTTP | CURLPROTO_HTTPS : CURLPROTO_HTTPS))
        set(CURLOPT_FOLLOWLOCATION, 1)
        set(CURLOPT_MAXREDIRS, Self.redirectionLimit)
        // What a proxy answers to CONNECT is not the response.
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT, max(1, idleTimeout))
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, max(1, idleTimeout))
        set(CURLOPT_NOPROGRESS, 0)
        set(CURLOPT_HEADERDATA, context)
        set(CURLOPT_WRITEDATA, context)
        set(CURLOPT_XFERINFODATA, context)
        ccurl_set_data_callback(handle, CURLOPT_HEADERFUNCTION) { line, size, count, context in
            Relay.of(context).take(line: UnsafeRawBufferPointer(start: line, count: size * count)) ? size * count : 0
        }
        ccurl_set_data_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            Relay.of(context).receiver.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
                ? size * count : 0
        }
        ccurl_set_progress_callback(handle) { context, _, _, _, _ in Relay.of(context).receiver.isStopped ? 1 : 0 }
        precondition(code == CURLE_OK, "libcurl refuses an option: \(code.rawValue)")
    }

    private func ending(of code: CURLcode, reason: String) -> Ending {
        switch code {
        case CURLE_OK: .finished
        case CURLE_WRITE_ERROR, CURLE_ABORTED_BY_CALLBACK: .stopped
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_TOO_MANY_REDIRECTS, CURLE_WEIRD_SERVER_REPLY, CURLE_URL_MALFORMAT:
            .refused(reason: reason)
        case CURLE_OPERATION_TIMEDOUT, CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
            CURLE_HTTP2, CURLE_HTTP2_STREAM:
            .broken(reason: reason)
        default: .unreachable(reason: reason)
        }
    }

    /// Passes libcurl's callbacks to the receiver, and parses the lines of heads.
    private final class Relay {
        let receiver: any Receiver
        private var head: HTTPHead?

        init(_ receiver: any Receiver) { self.receiver = receiver }

        /// Safe because `run` keeps the relay alive for as long as libcurl has its address.
        static func of(_ context: UnsafeMutableRawPointer?) -> Relay {
            guard let context else { preconditionFailure("libcurl lost the context of a request") }
            return Unmanaged<Relay>.fromOpaque(context).takeUnretainedValue()
        }

        func take(line bytes: UnsafeRawBufferPointer) -> Bool {
            var line = Substring(decoding: bytes, as: UTF8.self)
            while line.last?.isWhitespace == true { line.removeLast() }
            if let next = HTTPHead(statusLine: String(line)) {
                head = next
            } else if !line.isEmpty {
                head?.add(line: String(line))
            } else if let whole = head {
                head = nil
                // 100 Continue and its like precede the response itself.
                return whole.status < 200 || receiver.receive(whole)
            }
            return true
        }
    }
}

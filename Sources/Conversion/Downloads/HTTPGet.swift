internal import CHTTPGet

/// One GET request, of which every piece goes to whoever made it.
struct HTTPGet {
    /// How a request ended.
    enum Ending: Equatable {
        case finished
        /// The receiver wanted no more.
        case stopped
        /// Redirected; nothing of the body was handed on.
        case redirected(to: String)
        case broken(reason: String)
        case unreachable(reason: String)
        case noLibrary
    }

    /// Takes a response apart. Called on the thread that runs the request; `false` ends it.
    protocol Receiver: AnyObject {
        func receive(head: HTTPResponse) -> Bool
        func receive(body: UnsafeRawBufferPointer) -> Bool
        var mayGoOn: Bool { get }
    }

    var url: String
    var headers: [String]
    /// Seconds without a byte after which the connection counts as broken.
    var idleTimeout: Int

    /// Runs the request; blocks until it is over.
    func run(_ receiver: some Receiver) -> Ending {
        let relay = Relay(receiver)
        var result = http_get_result()
        withCStrings(headers) { pointers in
            url.withCString { url in
                var request = http_get_request()
                request.url = url
                request.headers = pointers.baseAddress
                request.header_count = pointers.count
                request.idle_seconds = max(1, idleTimeout)
                request.context = Unmanaged.passUnretained(relay).toOpaque()
                request.on_header = { Relay.of($0).takeHeaderLine(UnsafeRawBufferPointer(start: $1, count: $2)) }
                request.on_body = { Relay.of($0).takeBody(UnsafeRawBufferPointer(start: $1, count: $2)) }
                request.may_go_on = { Relay.of($0).receiver.mayGoOn }
                http_get(&request, &result)
            }
        }
        withExtendedLifetime(relay) {}
        let reason = Self.text(result.reason)
        switch result.outcome {
        case HTTP_GET_NO_LIBRARY: return .noLibrary
        case HTTP_GET_UNREACHABLE: return .unreachable(reason: reason)
        case HTTP_GET_BROKEN: return .broken(reason: reason)
        case HTTP_GET_STOPPED: return .stopped
        default:
            let redirection = Self.text(result.redirection)
            return redirection.isEmpty ? .finished : .redirected(to: redirection)
        }
    }

    /// Carries the callbacks of C to the receiver, and puts the lines of a head together.
    private final class Relay {
        let receiver: any Receiver
        /// The head as far as it has come.
        private var head: HTTPResponse?
        private var isRedirected = false

        init(_ receiver: any Receiver) { self.receiver = receiver }

        static func of(_ context: UnsafeMutableRawPointer?) -> Relay {
            guard let context else { preconditionFailure("a request without its context") }
            return Unmanaged<Relay>.fromOpaque(context).takeUnretainedValue()
        }

        func takeHeaderLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
            let line = String(decoding: bytes, as: UTF8.self).trimmingEnd
            if let next = HTTPResponse(statusLine: line) {
                head = next
            } else if !line.isEmpty {
                head?.add(line: line)
            } else if let whole = head {
                head = nil
                // 100 Continue and its like come before the response itself.
                if whole.status < 200 { return true }
                isRedirected = whole.isRedirection
                return receiver.receive(head: whole)
            }
            return true
        }

        func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool { isRedirected || receiver.receive(body: bytes) }
    }

    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// Lends C strings for the time of a call.
private func withCStrings(_ texts: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Void) {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for text in texts {
        starts.append(bytes.count)
        bytes += text.utf8CString
    }
    bytes.withUnsafeBufferPointer { buffer in
        let pointers = starts.map { start in buffer.baseAddress.map { $0 + start } }
        pointers.withUnsafeBufferPointer(body)
    }
}

extension String {
    /// Without white space at its end.
    fileprivate var trimmingEnd: String {
        guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[...last])
    }
}

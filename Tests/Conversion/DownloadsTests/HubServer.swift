import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// A model hub on 127.0.0.1 that misbehaves as told.
actor HubServer {
    struct Behaviour: Sendable {
        var content: [UInt8]
        var etag: String? = "\"v1\""
        var linkedEtag: String?
        /// Closes the connection after so many bytes of a body, as often as there are entries.
        var cuts: [Int] = []
        var honoursRange = true
        /// Answers with these first, one a request.
        var statuses: [Int] = []
        /// Where requests are sent on to, as the hub does for large files.
        var redirection: String?
        var retryAfter: String?
    }

    /// What a request asked for.
    struct Seen: Sendable, Equatable {
        var path: String
        var range: String?
        var ifRange: String?
        var authorization: String?
    }

    private var behaviour: Behaviour
    private(set) var requests: [Seen] = []
    private var task: Task<Void, any Error>?

    init(_ behaviour: Behaviour) {
        self.behaviour = behaviour
    }

    func change(_ change: @Sendable (inout Behaviour) -> Void) { change(&behaviour) }

    /// Starts the server and returns its address, `http://127.0.0.1:PORT`.
    func start() async throws -> String {
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
        await server.appendRoute("*") { [weak self] request in
            guard let self else { return HTTPResponse(statusCode: .internalServerError) }
            return await self.respond(to: request)
        }
        task = Task { try await server.run() }
        try await server.waitUntilListening(timeout: 10)
        guard case .ip4(_, let port) = await server.listeningAddress else { throw URLError(.cannotConnectToHost) }
        return "http://127.0.0.1:\(port)"
    }

    func stop() { task?.cancel() }

    private func respond(to request: HTTPRequest) -> HTTPResponse {
        requests.append(
            Seen(
                path: request.path, range: request.headers[HTTPHeader("Range")],
                ifRange: request.headers[HTTPHeader("If-Range")], authorization: request.headers[.authorization]))
        if !behaviour.statuses.isEmpty {
            let status = behaviour.statuses.removeFirst()
            var headers: HTTPHeaders = [:]
            headers[HTTPHeader("Retry-After")] = behaviour.retryAfter
            return HTTPResponse(statusCode: HTTPStatusCode(status, phrase: "told so"), headers: headers)
        }
        if let redirection = behaviour.redirection {
            var headers: HTTPHeaders = [:]
            headers[.location] = redirection
            headers[HTTPHeader("X-Linked-Etag")] = behaviour.linkedEtag
            headers[HTTPHeader("X-Repo-Commit")] = "0123abcd"
            return HTTPResponse(statusCode: .found, headers: headers)
        }
        return send(request)
    }

    private func send(_ request: HTTPRequest) -> HTTPResponse {
        let content = behaviour.content
        var headers: HTTPHeaders = [:]
        headers[HTTPHeader("ETag")] = behaviour.etag
        headers[HTTPHeader("X-Linked-Etag")] = behaviour.linkedEtag
        var start = 0
        var status = HTTPStatusCode.ok
        if behaviour.honoursRange, let range = request.headers[HTTPHeader("Range")],
            request.headers[HTTPHeader("If-Range")] == behaviour.etag,
            let first = Int(range.dropFirst("bytes=".count).dropLast())
        {
            guard first < content.count else {
                headers[HTTPHeader("Content-Range")] = "bytes */\(content.count)"
                return HTTPResponse(statusCode: HTTPStatusCode(416, phrase: "Range Not Satisfiable"), headers: headers)
            }
            start = first
            status = .partialContent
            headers[HTTPHeader("Content-Range")] = "bytes \(start)-\(content.count - 1)/\(content.count)"
        }
        let body = Array(content[start...])
        let cut = behaviour.cuts.isEmpty ? nil : behaviour.cuts.removeFirst()
        return HTTPResponse(
            statusCode: status, headers: headers,
            body: HTTPBodySequence(
                from: CutBytes(bytes: cut.map { Array(body.prefix($0)) } ?? body, isCut: cut != nil), count: body.count)
        )
    }
}

/// Bytes that may end in a broken connection.
struct CutBytes: AsyncBufferedSequence, Sendable {
    typealias Element = UInt8

    var bytes: [UInt8]
    var isCut: Bool

    func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes, isCut: isCut) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        typealias Buffer = ArraySlice<UInt8>

        let bytes: [UInt8]
        let isCut: Bool
        var position = 0

        mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

        mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
            guard position < bytes.count else {
                if isCut { throw URLError(.networkConnectionLost) }
                return nil
            }
            let end = Swift.min(bytes.count, position + Swift.max(1, count))
            defer { position = end }
            return bytes[position..<end]
        }
    }
}

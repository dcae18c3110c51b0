internal import Foundation
internal import Glibc
internal import Synchronization

/// An HTTP server on 127.0.0.1 that answers each request with exactly the bytes that a test wants.
package final class TestServer: Sendable {
    package struct Request: Sendable {
        package var path: String
        /// By their names in lower case.
        package var headers: [String: String] = [:]

        /// The first byte of `Range: bytes=START-`.
        package var rangeStart: Int? { headers["range"].flatMap { Int($0.dropFirst("bytes=".count).dropLast()) } }
    }

    package struct Reply: Sendable {
        package var status: String
        package var headers: [String]
        package var body: [UInt8]
        /// Sends the body again and again, until the client leaves.
        package var isEndless = false

        /// - Parameter length: what `Content-Length` claims; the true one unless told, no such field if `nil`.
        package init(_ status: String = "200 OK", headers: [String] = [], body: [UInt8] = [], length: Int?) {
            self.status = status
            self.headers = headers + (length.map { ["Content-Length: \($0)"] } ?? [])
            self.body = body
        }

        package init(_ status: String = "200 OK", headers: [String] = [], body: [UInt8] = []) {
            self.init(status, headers: headers, body: body, length: body.count)
        }

        package init(_ status: String = "200 OK", headers: [String] = [], text: String) {
            self.init(status, headers: headers, body: Array(text.utf8))
        }
    }

    /// `http://127.0.0.1:PORT`
    package let address: String
    private let listener: Int32
    private let seen = Mutex<[Request]>([])

    /// Starts to serve, each connection one request.
    ///
    /// - Parameter reply: the answer to a request, and to how many came before it.
    package init(_ reply: @escaping @Sendable (_ request: Request, _ index: Int) -> Reply) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && getsockname(listener, $0, &size) == 0 && listen(listener, 16) == 0
            }
        }
        precondition(isListening, "no port to listen on")
        address = "http://127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
        // Threads of their own: the downloads under test block those of Dispatch.
        Thread.detachNewThread { [weak self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                guard let self else { return _ = close(connection) }
                serve(connection, reply)
            }
            close(listener)
        }
    }

    deinit { stop() }

    package var requests: [Request] { seen.withLock { $0 } }

    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve(
        _ connection: Int32, _ reply: @escaping @Sendable (_ request: Request, _ index: Int) -> Reply
    ) {
        guard let request = Self.readRequest(connection) else { return _ = close(connection) }
        let index = seen.withLock { seen in
            seen.append(request)
            return seen.count - 1
        }
        Thread.detachNewThread {
            defer { close(connection) }
            let reply = reply(request, index)
            let head = (["HTTP/1.1 \(reply.status)"] + reply.headers + ["Connection: close", "", ""])
                .joined(separator: "\r\n")
            var isOpen = Self.send(Array(head.utf8), connection) && Self.send(reply.body, connection)
            while isOpen && reply.isEndless { isOpen = Self.send(reply.body, connection) }
        }
    }

    private static func readRequest(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard recv(connection, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        var request = Request(path: String(words[1]))
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            request.headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        }
        return request
    }

    private static func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

/// A file on a ``TestServer`` that knows ranges and validators, and can be changed while it is served.
package final class ServedFile: Sendable {
    package struct Behavior: Sendable {
        package var content: [UInt8]
        package var etag: String? = "\"v1\""
        package var linkedETag: String?
        /// Closes the connection after so many bytes of a body, as often as there are entries.
        package var cuts: [Int] = []
        package var knowsRanges = true
        /// Answers with these first, one a request.
        package var statuses: [String] = []
        package var retryAfter = "0"

        package init(_ content: [UInt8]) { self.content = content }
    }

    private let behavior: Mutex<Behavior>

    package init(_ content: [UInt8], _ change: (inout Behavior) -> Void = { _ in }) {
        var behavior = Behavior(content)
        change(&behavior)
        self.behavior = Mutex(behavior)
    }

    package func change(_ change: (inout sending Behavior) -> Void) { behavior.withLock { change(&$0) } }

    /// Starts a server of this file, whatever path is asked for.
    package func serve() throws -> TestServer { try TestServer { request, _ in self.reply(to: request) } }

    private func reply(to request: TestServer.Request) -> TestServer.Reply {
        behavior.withLock { file in
            if !file.statuses.isEmpty {
                return .init(file.statuses.removeFirst(), headers: ["Retry-After: \(file.retryAfter)"])
            }
            var headers = file.etag.map { ["ETag: \($0)"] } ?? []
            if let tag = file.linkedETag { headers.append("X-Linked-Etag: \(tag)") }
            var start = 0
            if file.knowsRanges, let first = request.rangeStart, request.headers["if-range"] == file.etag {
                guard first < file.content.count else { return .init("416 Range Not Satisfiable", headers: headers) }
                start = first
                headers.append("Content-Range: bytes \(start)-\(file.content.count - 1)/\(file.content.count)")
            }
            let body = Array(file.content[start...])
            let cut = file.cuts.isEmpty ? body.count : file.cuts.removeFirst()
            return .init(
                start > 0 ? "206 Partial Content" : "200 OK", headers: headers, body: Array(body.prefix(cut)),
                length: body.count)
        }
    }
}

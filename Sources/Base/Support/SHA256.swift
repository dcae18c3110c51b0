internal import CCrypto

/// A SHA-256 hash.
package struct SHA256Digest: Sendable, Hashable, CustomStringConvertible {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// 64 lower-case hexadecimal digits.
    package var description: String { Digester.hexadecimal(bytes) }
}

/// Hashes a stream of bytes by OpenSSL's libcrypto.
struct Digester: ~Copyable {
    private let context: OpaquePointer

    /// - Parameter kind: of libcrypto, as `EVP_sha256()`.
    init(_ kind: OpaquePointer?) {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, kind, nil) == 1 else {
            preconditionFailure("libcrypto lacks a hash")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    consuming func finalize() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        EVP_DigestFinal_ex(context, &digest, &length)
        return Array(digest.prefix(Int(length)))
    }

    /// Two lower-case digits a byte.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// Hashes a stream of bytes: ``update(_:)`` as often as needed, then ``finalize()``.
package struct SHA256: ~Copyable {
    private var hasher = Digester(EVP_sha256())

    package init() {}

    package mutating func update(_ bytes: UnsafeRawBufferPointer) { hasher.update(bytes) }

    package mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    package consuming func finalize() -> SHA256Digest { SHA256Digest(bytes: hasher.finalize()) }

    package static func hash(_ bytes: ByteView) -> SHA256Digest {
        bytes.withUnsafeBytes { hash($0) }
    }

    package static func hash(_ text: String) -> SHA256Digest {
        var hasher = SHA256()
        hasher.update(text)
        return hasher.finalize()
    }

    package static func hash(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalize()
    }

    /// The hash of a whole file.
    ///
    /// - Throws: ``FileError`` if it cannot be read.
    package static func hash(file path: String) throws(FileError) -> SHA256Digest {
        var hasher = SHA256()
        try forEachPiece(of: path) { hasher.update($0) }
        return hasher.finalize()
    }
}

internal import CCrypto

/// A checksum that somebody has published for a file.
package enum Checksum: Sendable, Hashable, CustomStringConvertible {
    case sha256(String)
    /// Proves that a file came whole; no proof against somebody who means harm.
    case md5(String)

    /// By the number of digits, 64 or 32; `nil` for anything else.
    package init?(_ text: String) {
        let digits = text.lowercased()
        guard digits.allSatisfy(\.isHexDigit), digits.utf8.count == digits.count else { return nil }
        switch digits.count {
        case 64: self = .sha256(digits)
        case 32: self = .md5(digits)
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .sha256(let digits): "SHA-256 \(digits)"
        case .md5(let digits): "MD5 \(digits)"
        }
    }

    /// The checksum of the same kind of a file, read piece by piece.
    ///
    /// - Throws: ``FileError``.
    package func ofFile(_ path: String) throws(FileError) -> Checksum {
        let kind = if case .sha256 = self { EVP_sha256() } else { EVP_md5() }
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, kind, nil) == 1 else {
            preconditionFailure("libcrypto lacks a hash")
        }
        defer { EVP_MD_CTX_free(context) }
        try forEachPiece(of: path) { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        EVP_DigestFinal_ex(context, &digest, &length)
        let text = digest.prefix(Int(length)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        if case .sha256 = self { return .sha256(text) }
        return .md5(text)
    }
}

internal import CCrypto

/// A published checksum of a file.
package enum Checksum: Sendable, Hashable, CustomStringConvertible {
    case sha256(String)
    /// Proves that a file is complete; no protection against an attacker.
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

    /// The checksum of the same kind of a file.
    ///
    /// - Throws: ``FileError``.
    package func ofFile(_ path: String) throws(FileError) -> Checksum {
        var hasher = if case .sha256 = self { Digester(EVP_sha256()) } else { Digester(EVP_md5()) }
        try forEachPiece(of: path) { hasher.update($0) }
        let digits = Digester.hexadecimal(hasher.finalize())
        return if case .sha256 = self { .sha256(digits) } else { .md5(digits) }
    }
}

internal import CompiledModel
internal import Support

/// The lock file: what an environment consists of, pinned and with hashes.
package struct ToolchainLock: Sendable, Equatable {
    /// One distribution.
    package struct Pin: Sendable, Hashable {
        /// Normalized as package indexes compare names (PEP 503).
        package let name: String
        package let version: String
        /// SHA-256 of its wheel, 64 hexadecimal digits.
        package let sha256: String
    }

    package let path: String
    package let pins: [Pin]
    /// SHA-256 of the lock file itself, in hexadecimal: its first twelve digits name the environment's folder.
    package let sha256: String

    package var folderName: String { String(sha256.prefix(12)) }

    /// Reads a lock as `mapper/lock-toolchain.sh` writes it.
    ///
    /// - Throws: ``ToolchainError/badLock(path:line:reason:)``, `FileError`.
    package init(path: String) throws {
        let text = try readText(path)
        self.path = path
        sha256 = SHA256.hash(text).description
        pins = try Self.parse(text, path: path)
    }

    static func parse(_ text: String, path: String) throws -> [Pin] {
        var pins: [Pin] = []
        var requirement: (name: String, version: String)?
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            for word in line.split(whereSeparator: { $0 == " " || $0 == "\\" }) {
                if word.hasPrefix("#") { break }
                if word.hasPrefix("--hash=sha256:") {
                    let digits = word.dropFirst("--hash=sha256:".count)
                    guard digits.count == 64, digits.allSatisfy(\.isHexDigit) else {
                        throw ToolchainError.badLock(
                            path: path, line: number, reason: "a SHA-256 has 64 hexadecimal digits")
                    }
                    guard let pinned = requirement else {
                        throw ToolchainError.badLock(
                            path: path, line: number, reason: "a hash that belongs to no requirement")
                    }
                    pins.append(Pin(name: pinned.name, version: pinned.version, sha256: digits.lowercased()))
                    requirement = nil
                } else {
                    guard requirement == nil else {
                        throw ToolchainError.badLock(
                            path: path, line: number - 1, reason: "a requirement without a hash")
                    }
                    guard let sign = word.firstRange(of: "=="), sign.lowerBound != word.startIndex else {
                        throw ToolchainError.badLock(
                            path: path, line: number, reason: "expected name==version, found '\(word)'")
                    }
                    requirement = (String(word[..<sign.lowerBound]), String(word[sign.upperBound...]))
                }
            }
        }
        guard requirement == nil else {
            throw ToolchainError.badLock(path: path, line: number, reason: "a requirement without a hash")
        }
        guard !pins.isEmpty else { throw ToolchainError.badLock(path: path, line: 0, reason: "it pins nothing") }
        return pins
    }
}

internal import Diagnostics
internal import FoundationEssentials
internal import Support

/// Findings that are known and accepted, so that a linter can be brought into a project that has some.
///
/// A finding is known by its file, its rule and its message, not by its line: it stays known when lines move. The
/// file's path is relative to the folder of the baseline.
package struct LintBaseline: Sendable {
    private struct Entry: Codable, Hashable {
        var path: String
        var rule: String
        var message: String
    }

    private struct Contents: Codable {
        var schemaVersion: Int
        var findings: [Entry]

        enum CodingKeys: String, CodingKey {
            case schemaVersion = "schema_version"
            case findings
        }
    }

    private let folder: String
    private var entries: [Entry]

    /// A baseline of what a linter found, to be written to a path.
    package init(_ results: [Linter.Result], path: String) {
        folder = Path.folder(path)
        entries = []
        for result in results {
            for finding in result.findings { entries.append(entry(finding, in: result.path)) }
        }
    }

    /// Reads a baseline.
    ///
    /// - Throws: ``MapperConfigError``: `.file`, or `.badBaseline`.
    package init(contentsOf path: String) throws {
        folder = Path.folder(path)
        let bytes = try MapperConfigError.bytes(of: path)
        guard let contents = try? JSONDecoder().decode(Contents.self, from: Data(bytes)) else {
            throw MapperConfigError.badBaseline(path: path)
        }
        guard contents.schemaVersion == 1 else { throw MapperConfigError.badBaseline(path: path) }
        entries = contents.findings
    }

    /// - Throws: ``MapperConfigError`` `.file`.
    package func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let sorted = entries.sorted { ($0.path, $0.rule, $0.message) < ($1.path, $1.rule, $1.message) }
        guard let data = try? encoder.encode(Contents(schemaVersion: 1, findings: sorted)) else {
            preconditionFailure("a baseline of plain text encodes")
        }
        try AtomicFile.write(Array(data) + [0x0A], to: path)
    }

    /// The results without what is known. A finding that the baseline has once and a file twice is new once.
    package func filtering(_ results: [Linter.Result]) -> [Linter.Result] {
        var known: [Entry: Int] = [:]
        for entry in entries { known[entry, default: 0] += 1 }
        return results.map { result in
            var result = result
            result.findings = result.findings.filter { finding in
                let entry = entry(finding, in: result.path)
                guard let left = known[entry], left > 0 else { return true }
                known[entry] = left - 1
                return false
            }
            return result
        }
    }

    private func entry(_ finding: Finding, in path: String) -> Entry {
        Entry(path: relative(path), rule: finding.rule, message: finding.message)
    }

    /// A path as it is seen from the baseline's folder.
    private func relative(_ path: String) -> String {
        let own = Self.absolute(folder).split(separator: "/")
        let other = Self.absolute(path).split(separator: "/")
        let shared = zip(own, other).prefix { $0 == $1 }.count
        let up = Array(repeating: Substring(".."), count: own.count - shared)
        return (up + other.dropFirst(shared)).joined(separator: "/")
    }

    private static func absolute(_ path: String) -> String {
        let resolved = Path.resolvingLinks(path)
        // A folder that is not made yet.
        return Path.normalized(Path.join(Path.resolvingLinks("."), resolved))
    }
}

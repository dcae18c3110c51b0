package import Diagnostics
internal import FoundationEssentials
internal import Support

/// Known findings that are accepted, so that a check can be introduced where there are some.
///
/// A finding is known by file, rule and message, not by line: it stays known when lines move. Paths are relative to the
/// baseline's own directory.
package struct Baseline: Sendable {
    private struct Entry: Codable, Hashable {
        var path: String
        var rule: String
        var message: String
    }

    private struct Contents: Codable {
        var schemaVersion = 1
        var findings: [Entry]
    }

    private let folder: String
    /// How often each finding is known.
    private var counts: [Entry: Int]

    /// A baseline of findings, to be written to a path.
    package init(_ findings: [Finding], path: String) {
        folder = Path.folder(path)
        counts = [:]
        for finding in findings { counts[entry(finding), default: 0] += 1 }
    }

    /// Reads a baseline.
    ///
    /// - Throws: `FileError`, ``BaselineError``.
    package init(contentsOf path: String) throws {
        folder = Path.folder(path)
        let file = try ByteView(contentsOf: path)
        let data = file.withUnsafeBytes { Data($0) }
        guard let contents = try? JSONReport.decode(Contents.self, from: data), contents.schemaVersion == 1 else {
            throw BaselineError.notABaseline(path: path)
        }
        counts = Dictionary(contents.findings.map { ($0, 1) }, uniquingKeysWith: +)
    }

    /// Makes sure that writing a baseline replaces nothing but a baseline.
    ///
    /// - Throws: ``BaselineError``.
    package static func checkWritable(_ path: String, inputs: [String]) throws {
        if let input = inputs.first(where: { Path.isSameFile($0, path) }) {
            throw BaselineError.isInput(path: path, input: input)
        }
        if FileStatus(of: path) != .missing, (try? Baseline(contentsOf: path)) == nil {
            throw BaselineError.wouldReplace(path: path)
        }
    }

    package func write(to path: String) throws {
        let entries = counts.flatMap { Array(repeating: $0.key, count: $0.value) }
            .sorted { ($0.path, $0.rule, $0.message) < ($1.path, $1.rule, $1.message) }
        try AtomicFile.write(try JSONReport.encode(Contents(findings: entries)), to: path)
    }

    /// Removes the known findings. Each entry covers one finding: a second one of the same text is new.
    package mutating func removeKnown(from findings: [Finding]) -> [Finding] {
        findings.filter { finding in
            let entry = entry(finding)
            guard let count = counts[entry], count > 0 else { return true }
            counts[entry] = count - 1
            return false
        }
    }

    private func entry(_ finding: Finding) -> Entry {
        Entry(path: relative(finding.location?.path ?? ""), rule: finding.rule, message: finding.message)
    }

    /// A path relative to the baseline's directory.
    private func relative(_ path: String) -> String {
        let own = Self.absolute(folder).split(separator: "/")
        let other = Self.absolute(path).split(separator: "/")
        let shared = zip(own, other).prefix { $0 == $1 }.count
        let up = Array(repeating: Substring(".."), count: own.count - shared)
        return (up + other.dropFirst(shared)).joined(separator: "/")
    }

    private static func absolute(_ path: String) -> String {
        // A directory that does not exist yet is resolved against the current one.
        Path.normalized(Path.join(Path.resolvingLinks("."), Path.resolvingLinks(path)))
    }
}

/// Why a baseline cannot be used.
package enum BaselineError: UserError, Equatable {
    case notABaseline(path: String)
    case isInput(path: String, input: String)
    case wouldReplace(path: String)

    package var message: String {
        switch self {
        case .notABaseline: "not a baseline"
        case .isInput(_, let input): "the baseline would overwrite the input \(input)"
        case .wouldReplace: "the file exists and is not a baseline"
        }
    }

    package var fix: String? {
        switch self {
        case .notABaseline(let path): "write it again with --write-baseline \(path)"
        case .isInput, .wouldReplace: "name a new file: --write-baseline FILE"
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .notABaseline(let path), .isInput(let path, _), .wouldReplace(let path): SourceLocation(path: path)
        }
    }

    package var exitStatus: ExitStatus {
        if case .notABaseline = self { .failure } else { .usage }
    }
}

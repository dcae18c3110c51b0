internal import Diagnostics
internal import YAML

/// Comments that switch rules off:
///
///     march: bayes          # repvit-lint: disable=march-not-x5
///     # repvit-lint: disable=debug-on, optimize-level
///     # repvit-lint: disable-file=imagenet-norm
///
/// The first holds for its line, the second, which has a line of its own, for the next line that is no comment, the
/// third for the file. Several names are parted by commas.
struct Suppressions {
    static let description = RuleDescription(
        "lint-comment", .warning, "Comments for the linter name rules that there are")

    private static let marker = Array("repvit-lint:".utf8)

    private var wholeFile: Set<String> = []
    private var lines: [Int: Set<String>] = [:]
    private var problems: [(message: LintMessage, mark: Mark)] = []

    init(_ document: YAMLDocument) {
        let bytes = document.source.bytes
        guard document.source.encoding == .utf8, Self.contains(bytes[...]) else { return }
        let quoted = QuotedText(document)
        let all = document.source.lines
        for (index, line) in all.enumerated() where Self.contains(line) {
            guard let start = quoted.comment(inLine: index + 1, line) else { continue }
            let comment = String(decoding: line[start...], as: UTF8.self)
            let column = String(decoding: line[..<start], as: UTF8.self).unicodeScalars.count + 1
            let mark = Mark(line: index + 1, column: column)
            guard let (isForFile, names) = Self.read(comment) else {
                problems.append((.unreadable, mark))
                continue
            }
            for name in names where !Self.known.contains(name) { problems.append((.unknown(name), mark)) }
            if isForFile {
                wholeFile.formUnion(names)
            } else if line[..<start].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                let next = all.indices.dropFirst(index + 1).first { !Self.isBlankOrComment(all[$0]) }
                if let next { lines[next + 1, default: []].formUnion(names) }
            } else {
                lines[index + 1, default: []].formUnion(names)
            }
        }
    }

    /// Whether a comment switches the finding off.
    func cover(_ finding: Finding) -> Bool {
        if wholeFile.contains(finding.rule) { return true }
        guard let line = finding.location?.line else { return false }
        return lines[line]?.contains(finding.rule) ?? false
    }

    /// Tells of comments that name no rule.
    func report(to report: inout LintReport) {
        for (message, mark) in problems { report.add(message, at: mark) }
    }

    /// `disable=a, b` or `disable-file=a` behind the marker; `nil` for anything else.
    private static func read(_ comment: String) -> (isForFile: Bool, names: [String])? {
        let parts = comment.split(separator: "repvit-lint:", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let words = parts[1].split(separator: "=", maxSplits: 1).map { PythonNumber.strip($0) }
        guard words.count == 2, words[0] == "disable" || words[0] == "disable-file" else { return nil }
        let names = words[1].split(separator: ",").map { PythonNumber.strip($0) }
        return names.isEmpty ? nil : (words[0] == "disable-file", names)
    }

    private static let known = Set(Linter.rules.map(\.id))

    private static func contains(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= marker.count else { return false }
        for start in bytes.startIndex...(bytes.endIndex - marker.count)
        where bytes[start] == marker[0] && bytes[start..<start + marker.count].elementsEqual(marker) {
            return true
        }
        return false
    }

    private static func isBlankOrComment(_ line: ArraySlice<UInt8>) -> Bool {
        let first = line.first { $0 != 0x20 && $0 != 0x09 }
        return first == nil || first == UInt8(ascii: "#")
    }
}

extension LintMessage {
    fileprivate static var unreadable: Self {
        Self(
            "this comment is for the linter, and says nothing that it understands",
            fix: "write '# repvit-lint: disable=RULE' or '# repvit-lint: disable-file=RULE'")
    }

    fileprivate static func unknown(_ name: String) -> Self {
        Self(
            "there is no rule '\(name)'",
            fix: NearestName.find(name, in: Linter.rules.map(\.id)).map { "write '\($0)'" }
                ?? "`config rules` lists them")
    }
}

internal import Diagnostics
internal import YAML

/// Comments that disable rules:
///
///     march: bayes          # repvit-lint: disable=march-not-x5
///     # repvit-lint: disable=debug-on, optimize-level
///     # repvit-lint: disable-file=imagenet-norm
///
/// At the end of a line a comment applies to that line; on its own line, to the next line that is not a comment;
/// `disable-file` applies to the whole file. Names are separated by commas.
struct Suppressions {
    /// Comments with the marker that cannot be read.
    private(set) var unreadable: [Mark] = []
    /// Every name in a comment, whether a rule has it or not.
    private(set) var names: [(name: String, mark: Mark)] = []

    private static let marker = Array("repvit-lint:".utf8)

    private var wholeFile: Set<String> = []
    private var lines: [Int: Set<String>] = [:]

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
            guard let (isForFile, rules) = Self.read(comment) else {
                unreadable.append(mark)
                continue
            }
            names += rules.map { ($0, mark) }
            if isForFile {
                wholeFile.formUnion(rules)
            } else if line[..<start].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                let next = all.indices.dropFirst(index + 1).first { !Self.isBlankOrComment(all[$0]) }
                if let next { lines[next + 1, default: []].formUnion(rules) }
            } else {
                lines[index + 1, default: []].formUnion(rules)
            }
        }
    }

    /// Whether a comment suppresses the finding.
    func cover(_ finding: Finding) -> Bool {
        if wholeFile.contains(finding.rule) { return true }
        guard let line = finding.location?.line else { return false }
        return lines[line]?.contains(finding.rule) ?? false
    }

    /// `disable=a, b` or `disable-file=a` after the marker; `nil` for anything else.
    private static func read(_ comment: String) -> (isForFile: Bool, names: [String])? {
        let parts = comment.split(separator: "repvit-lint:", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let words = parts[1].split(separator: "=", maxSplits: 1).map { PythonNumber.strip($0) }
        guard words.count == 2, words[0] == "disable" || words[0] == "disable-file" else { return nil }
        let names = words[1].split(separator: ",").map { PythonNumber.strip($0) }
        return names.isEmpty ? nil : (words[0] == "disable-file", names)
    }

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

import Foundation
import Support
import Testing
import TestSupport

/// Words that the house does not use: the user-facing text is plain, idiomatic American English.
@Suite("Words")
struct WordsTests {
    /// A pattern and what to write instead.
    private static let patterns: [(pattern: String, instead: String)] = [
        (#"\b(?:is|are|was|were) no (?!longer\b|more\b|less\b|limit\b)[a-z]\w*"#, "is not a, has no, or no X"),
        (#"\bparted (?:by|at)\b|\bparts at\b"#, "separated by"),
        (#"\bstands?\b(?!ard|ing)"#, "is"),
        (#"\banew\b"#, "again"),
        (#"\bmend(?:s|ed|ing|able)?\b"#, "fix"),
        (#"\b(?:is|are) taken\b"#, "is accepted, or is used"),
        (#"\btakes\b(?! effect)"#, "accepts, expects, needs or uses"),
        (#"\bgives\b"#, "returns, prints or produces"),
        (#"\bbehind\b"#, "after, or next to"),
        (#"\b(?:some|no)body\b"#, "someone, or the passive voice"),
        (#"\bwhichever way\b"#, "whichever exporter wrote it"),
        (#"\bwhat one would\b"#, "the usual alternative"),
        (#"\btake turns\b"#, "round-robin"),
        (#"\bsays? nothing\b|\bis there already\b|\bthat there are\b"#, "unrecognized, already downloaded, existing"),
        (#"\b(?:lies|lie) (?:beside|in|next)\b|\bbeside\b"#, "is next to, or in"),
        (#"\bpictures?\b"#, "image, or sample"),
        (#"\bhand (?:it|them|one|an? \w+) over\b"#, "pass"),
        (#"\b\w*(?:normal|recogn|optim|minim|maxim|initial|quant|summar|serial)is(?:e[ds]?|ing|ation)\b"#, "-ize"),
        (#"\bcolours?\b|\bcentre[ds]?\b|\bbehaviour\b|\bneighbour\w*|\bgrey\b"#, "American spelling"),
    ]

    /// Lines that must stay as they are.
    private static let exceptions = [
        // Written into every generated config, whose bytes are stable.
        "images that one run takes", "the default O0 gives a model several times slower",
        // The name of a node that simplify writes.
        "centred",
        // Hashed into the manifests of calibration data.
        "short-side floor(size/", "preset 1: decode", " and mend", "centre-crop",
        // The vendor's own words.
        "There is no node can execute on BPU",
    ]

    private struct Hit: CustomStringConvertible {
        var path: String
        var line: Int
        var text: String
        var instead: String

        var description: String { "\(path):\(line): \(text)\n  fix: \(instead)" }
    }

    @Test("Help pages, tables and documentation are plain English")
    func pages() throws {
        var paths = try Self.files(under: "Tests/Snapshots", "docs", endingIn: ".txt", ".md")
        paths += ["README.md", "CONTRIBUTING.md", "SECURITY.md", "calibration/README.md", "action.yml"]
        for path in paths {
            let lines = try Self.lines(of: path).enumerated()
            for hit in Self.hits(in: lines.map { ($0.offset + 1, $0.element) }, of: path) { Issue.record("\(hit)") }
        }
        let changelog = try Self.lines(of: "CHANGELOG.md")
        let start = try #require(changelog.firstIndex { $0.hasPrefix("## [Unreleased]") })
        let end = changelog[(start + 1)...].firstIndex { $0.hasPrefix("## ") } ?? changelog.endIndex
        let unreleased = (start..<end).map { ($0 + 1, changelog[$0]) }
        for hit in Self.hits(in: unreleased, of: "CHANGELOG.md") { Issue.record("\(hit)") }
    }

    @Test("Messages in the sources are plain English")
    func messages() throws {
        for path in try Self.files(under: "Sources", endingIn: ".swift") where !path.contains("Table+") {
            for hit in Self.hits(in: StringLiterals.lines(of: try Self.lines(of: path)), of: path) {
                Issue.record("\(hit)")
            }
        }
    }

    @Test("Comments in the sources are plain English")
    func comments() throws {
        for path in try Self.files(under: "Sources", endingIn: ".swift") where !path.contains("Table+") {
            let lines = try Self.lines(of: path).enumerated().map { ($0.offset + 1, $0.element) }
            let comments = lines.filter { $0.1.drop(while: \.isWhitespace).hasPrefix("//") }
            for hit in Self.hits(in: comments, of: path) { Issue.record("\(hit)") }
        }
    }

    @Test("Scripts are plain English, comments included")
    func scripts() throws {
        for path in try Self.files(under: "mapper", "Benchmarks", endingIn: ".sh", ".py") {
            let lines = try Self.lines(of: path).enumerated()
            for hit in Self.hits(in: lines.map { ($0.offset + 1, $0.element) }, of: path) { Issue.record("\(hit)") }
        }
    }

    @Test(
        "Every pattern is found",
        arguments: [
            "this is no file", "values are parted by commas", "the name stands in line 7", "infer them anew", "mended",
            "a share is taken", "the key takes a list", "it gives a number", "behind the node", "somebody",
            "normalised",
            "whichever way it came", "what one would run instead", "Let the classes take turns", "is there already",
            "rules that there are", "it says nothing", "lies beside the model", "two pictures", "hand a model over",
            "Colour",
        ])
    func isFound(text: String) {
        #expect(Self.hits(in: [(1, text)], of: "text").count >= 1)
    }

    @Test(
        "Plain English is not",
        arguments: [
            "there is no longer a limit", "0 is no limit", "the later one takes effect", "standard output",
            "recommended",
            "otherwise", "the classifier lies", "no file of that name",
        ])
    func isNotFound(text: String) {
        #expect(Self.hits(in: [(1, text)], of: "text").isEmpty)
    }

    private static func hits(in lines: [(Int, String)], of path: String) -> [Hit] {
        lines.flatMap { number, text in
            patterns.compactMap { pattern, instead in
                guard text.range(of: pattern, options: [.regularExpression, .caseInsensitive]) != nil,
                    !exceptions.contains(where: text.contains)
                else { return nil }
                return Hit(path: path, line: number, text: text, instead: instead)
            }
        }
    }

    private static func lines(of path: String) throws -> [String] {
        try String(contentsOfFile: Path.join(Package.folder, path), encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func files(under folders: String..., endingIn endings: String...) throws -> [String] {
        try folders.flatMap { folder in
            try FileManager.default.subpathsOfDirectory(atPath: Path.join(Package.folder, folder))
                .filter { path in endings.contains(where: path.hasSuffix) }.sorted().map { Path.join(folder, $0) }
        }
    }
}

/// Something that the vendor's tools print, and what it means: an entry of the ``ErrorCatalog``.
package struct CatalogEntry: Sendable, Hashable, Identifiable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The tool stops.
        case failure
        /// The tool goes on, but with something other than what was asked for.
        case change
        /// It looks alarming and means nothing.
        case harmless
    }

    /// `RVC` and four digits; the first two name the group. Never reused.
    package let id: String
    package let kind: Kind
    /// It says little: what every other entry says is preferred.
    let isGeneral: Bool
    /// What happened, in words that need no knowledge of the vendor's tools: lower case, no full stop.
    package let title: String
    /// Lines by which it is recognized; each is enough.
    let patterns: [LogPattern]
    /// Why it happens, in whole sentences.
    package let cause: String
    /// What to do, in the imperative: lower case, no full stop.
    package let fix: String
    /// The line of the mapper YAML that fixes it.
    package let yaml: String?
    /// The vendor's own words, as hb_mapper 1.24.3 and hbdk 3.49.15 print them.
    package let seen: String

    init(
        _ id: String, _ title: String, kind: Kind = .failure, isGeneral: Bool = false, matches patterns: LogPattern...,
        cause: String,
        fix: String, yaml: String? = nil, seen: String
    ) {
        self.id = id
        self.kind = kind
        self.isGeneral = isGeneral
        self.title = title
        self.patterns = patterns
        self.cause = cause
        self.fix = fix
        self.yaml = yaml
        self.seen = seen
    }

    func matches(_ line: String) -> Bool { patterns.contains { $0.matches(line) } }
}

/// A SARIF 2.1.0 log with one run: the properties that findings and their rules provide.
///
/// Source: OASIS, Static Analysis Results Interchange Format 2.1.0, sections 3.13 (log), 3.14 (run),
/// 3.27 (result), 3.28 (location), 3.49 (reportingDescriptor).
struct SARIFLog: Encodable {
    var schema = "https://json.schemastore.org/sarif-2.1.0.json"
    var version = "2.1.0"
    var runs: [Run]

    enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version
        case runs
    }

    struct Run: Encodable {
        var tool: Tool
        var results: [Result]
    }

    struct Tool: Encodable {
        var driver: Driver
    }

    struct Driver: Encodable {
        var name: String
        var version: String
        var rules: [ReportingDescriptor]
    }

    /// 3.49: what a code-review service shows next to a finding.
    struct ReportingDescriptor: Encodable {
        var id: String
        var shortDescription: Message?
        var fullDescription: Message?
        var help: Help?
        var defaultConfiguration: Configuration?

        init(_ id: String, _ rule: RuleDescriptor?) {
            self.id = id
            guard let rule else { return }
            shortDescription = Message(text: rule.summary)
            fullDescription = Message(text: rule.reason)
            help = Help(
                text: "\(rule.reason)\n\nFix: \(rule.fix)\n\nExample: \(rule.example)",
                markdown: "\(rule.reason)\n\n**Fix:** \(rule.fix)\n\n**Example**\n\n```\n\(rule.example)\n```\n")
            defaultConfiguration = Configuration(level: rule.severity.rawValue)
        }
    }

    struct Help: Encodable {
        var text: String
        var markdown: String
    }

    struct Configuration: Encodable {
        var level: String
    }

    struct Result: Encodable {
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Message
        var locations: [Location]
    }

    struct Message: Encodable {
        var text: String
    }

    struct Location: Encodable {
        var physicalLocation: PhysicalLocation?
        var logicalLocations: [LogicalLocation]?
    }

    struct PhysicalLocation: Encodable {
        var artifactLocation: ArtifactLocation
        var region: Region?
    }

    struct ArtifactLocation: Encodable {
        var uri: String
    }

    struct Region: Encodable {
        var startLine: Int
        var startColumn: Int?
    }

    struct LogicalLocation: Encodable {
        var fullyQualifiedName: String
    }

    init(_ findings: [Finding], rules set: RuleSet?, toolVersion: String) {
        let rules = Set(findings.map(\.rule)).sorted()
        let indices = Dictionary(uniqueKeysWithValues: zip(rules, rules.indices))
        runs = [
            Run(
                tool: Tool(
                    driver: Driver(
                        name: "repvit-convert", version: toolVersion,
                        rules: rules.map { ReportingDescriptor($0, set?[$0]) })),
                results: findings.map { finding in
                    Result(
                        ruleId: finding.rule, ruleIndex: indices[finding.rule] ?? -1,
                        // SARIF's levels are named as our severities are (3.27.10).
                        level: finding.severity.rawValue, message: Message(text: finding.sentence),
                        locations: Self.locations(of: finding))
                })
        ]
    }

    var json: String { PlainJSON.encode(self) }

    private static func locations(of finding: Finding) -> [Location] {
        let physical = finding.location.map { location in
            PhysicalLocation(
                artifactLocation: ArtifactLocation(uri: uri(of: location.path)),
                region: location.line.map { Region(startLine: $0, startColumn: location.column) })
        }
        let logical = finding.node.map { [LogicalLocation(fullyQualifiedName: $0)] }
        return physical == nil && logical == nil
            ? [] : [Location(physicalLocation: physical, logicalLocations: logical)]
    }

    /// A relative reference for a relative path, a `file` URI for an absolute one (RFC 3986, RFC 8089).
    static func uri(of path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return (path.hasPrefix("/") ? "file://" : "") + String(decoding: bytes, as: UTF8.self)
    }
}

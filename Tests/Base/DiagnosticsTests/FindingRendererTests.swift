import Diagnostics
import Foundation
import Testing

@Suite("FindingRenderer")
struct FindingRendererTests {
    static let located = Finding(
        rule: "opset-version", severity: .error, message: "opset 18 is too new", fix: "export with opset 11",
        location: SourceLocation(path: "a,b: 100%.yaml", line: 3, column: 7), node: "stem (Conv)")
    static let bare = Finding(rule: "no-nodes", severity: .note, message: "two\nlines")

    @Test("Text has place, severity, node, message, rule, and the fix below")
    func text() {
        #expect(
            FindingRenderer(.text).render([Self.located]) == """
                a,b: 100%.yaml:3:7: error: stem (Conv): opset 18 is too new [opset-version]
                  fix: export with opset 11

                """)
    }

    @Test("Text shows control characters instead of obeying them")
    func controlCharacters() {
        let hostile = Finding(rule: "r", severity: .error, message: "name '\u{1B}[2J\u{202E}' \n::error::x")
        let text = FindingRenderer(.text).render([hostile])
        #expect(text == "error: name '\\u{1B}[2J\\u{202E}' \\n::error::x [r]\n")
        #expect(!FindingRenderer(.github).render([hostile]).dropLast().contains("\n"))
    }

    @Test("Annotations encode what would end a property")
    func github() {
        #expect(
            FindingRenderer(.github).render([Self.located, Self.bare]) == """
                ::error file=a%2Cb%3A 100%25.yaml,line=3,col=7,title=opset-version::stem (Conv): opset 18 is too new\
                %0Afix: export with opset 11
                ::notice title=no-nodes::two%0Alines

                """)
    }

    @Test("JSON has every key, null where nothing is known")
    func json() throws {
        let text = FindingRenderer(.json).render([Self.bare, Self.located])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["schema_version"] as? Int == 1)
        #expect(object["valid"] as? Bool == false)
        let findings = try #require(object["findings"] as? [[String: Any]])
        #expect(findings.count == 2)
        #expect(findings[0]["node"] is NSNull)
        #expect(findings[0]["location"] is NSNull)
        #expect(findings[1]["location"] as? String == "a,b: 100%.yaml:3:7")
        #expect(findings[1]["severity"] as? String == "error")
    }

    @Test("No findings are valid")
    func nothing() throws {
        #expect(FindingRenderer(.text).render([]).isEmpty)
        #expect(FindingRenderer(.github).render([]).isEmpty)
        #expect(FindingRenderer(.json).render([]).contains("\"valid\" : true"))
    }

    @Test("SARIF has the version, the rules, the places and percent-encoded URIs")
    func sarif() throws {
        let text = FindingRenderer(.sarif, toolVersion: "1.2.3").render([Self.located, Self.bare])
        let log = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]])
        #expect(rules.compactMap { $0["id"] as? String } == ["no-nodes", "opset-version"])
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results[0]["ruleIndex"] as? Int == 1)
        #expect(results[1]["level"] as? String == "note")
        #expect((results[1]["locations"] as? [Any])?.isEmpty == true)
        #expect(text.contains("\"uri\" : \"a%2Cb%3A%20100%25.yaml\""))
        #expect(text.contains("\"startLine\" : 3"))
    }

    private enum NoNodesRule: Rule {
        static let descriptor = RuleDescriptor(
            "no-nodes", .note, .standard, summary: "the graph has nodes", reason: "It must compute something.",
            fix: "Add a node.", example: "graph {}")
    }

    @Test("SARIF carries the help of the rules that have findings")
    func sarifHelp() throws {
        let rules = RuleSet("test", [NoNodesRule.self])
        let text = FindingRenderer(.sarif, rules: rules).render([Self.bare, Self.located])
        let log = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rule = try #require((driver["rules"] as? [[String: Any]])?.first)
        #expect((rule["shortDescription"] as? [String: String]) == ["text": "the graph has nodes"])
        #expect((rule["fullDescription"] as? [String: String]) == ["text": "It must compute something."])
        let help = try #require(rule["help"] as? [String: String])
        #expect(
            help["text"]?.contains("Fix: Add a node.") == true && help["markdown"]?.contains("```\ngraph {}") == true)
        #expect((rule["defaultConfiguration"] as? [String: String]) == ["level": "note"])
    }

    @Test("Findings of disabled rules are dropped")
    func disabled() {
        var rules = RuleSet("test", [NoNodesRule.self])
        #expect(rules.enabled([Self.bare, Self.located]).count == 2)
        rules.disabled = ["no-nodes"]
        #expect(rules.enabled([Self.bare, Self.located]) == [Self.located])
    }
}

import ArgumentParser
import Diagnostics
import MapperYAML
import Reporting

/// `config diff`: what two mapper YAMLs mean differently.
struct ConfigDiff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Shows what two mapper YAMLs mean differently.",
        discussion: """
            Compares what hb_mapper makes of the files: order, comments, quotes and spaces do not count, a key that is
            left out counts as its default, and paths count from their file's folder. Exits with 1 if they differ.

            Example:

              repvit-convert config diff mine.yaml yaml/RepViT_m0_9_config.yaml
            """
    )

    @Argument(help: "A YAML file.")
    var first: String

    @Argument(help: "The YAML file to compare it with.")
    var second: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let differences = try ConfigDifference.between(first, second)
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(DifferenceReport(differences)))
        case .text:
            guard !differences.isEmpty else { return Terminal.note("\(first) and \(second) mean the same") }
            var table = Table(.left("key"), .left(first), .left(second))
            for difference in differences {
                table.append(
                    difference.key.rawValue, Self.text(difference.first, difference.firstIsDefault),
                    Self.text(difference.second, difference.secondIsDefault))
            }
            Terminal.output(table.render() + "\n")
        }
        if !differences.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private static func text(_ value: String?, _ isDefault: Bool) -> String {
        // A hostile file must not steer the terminal.
        let value = value.map(FindingRenderer.printable)
        guard isDefault else { return value ?? "" }
        return value.map { "\($0) (default)" } ?? "(not set)"
    }
}

private struct DifferenceReport: Encodable {
    struct Side: Encodable {
        var value: String?
        var isDefault: Bool
    }

    struct Record: Encodable {
        var key: String
        var first: Side
        var second: Side
    }

    var schemaVersion = 1
    var equal: Bool
    var differences: [Record]

    init(_ differences: [ConfigDifference]) {
        equal = differences.isEmpty
        self.differences = differences.map { difference in
            Record(
                key: difference.key.rawValue,
                first: Side(value: difference.first, isDefault: difference.firstIsDefault),
                second: Side(value: difference.second, isDefault: difference.secondIsDefault))
        }
    }
}

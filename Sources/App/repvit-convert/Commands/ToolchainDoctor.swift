import ArgumentParser
import CompiledModel
import Diagnostics
import Reporting
import VendorTools

/// `toolchain doctor`.
struct ToolchainDoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Examines every piece that a conversion needs.",
        discussion: """
            Prints a table with the version of each piece and how to mend what is missing; exits with 69 if a needed
            one is missing.

              repvit-convert toolchain doctor --format json
            """)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let checks = try await ToolchainDoctor().examine()
        switch output.format {
        case .json:
            Terminal.output(try JSONReport.encode(Report(checks)))
        case .text:
            var table = Table(.left("piece"), .left("status"), .left("version"), .left("where"))
            for check in checks { table.append(check.name, check.status.rawValue, check.version, check.detail) }
            Terminal.output(table.render() + "\n")
            for check in checks where check.status == .missing {
                if let fix = check.fix { Terminal.output("\(check.name): \(fix)\n") }
            }
        }
        if checks.contains(where: { $0.status == .missing }) {
            throw ExitCode(ExitStatus.toolMissing.rawValue)
        }
    }

    private struct Report: Encodable {
        struct Piece: Encodable {
            let name: String
            let status: String
            let version: String
            let detail: String
            let fix: String?
        }

        let schemaVersion = 1
        let complete: Bool
        let pieces: [Piece]

        init(_ checks: [ToolchainDoctor.Check]) {
            complete = !checks.contains { $0.status == .missing }
            pieces = checks.map {
                Piece(
                    name: $0.name, status: $0.status.rawValue, version: $0.version, detail: $0.detail,
                    fix: $0.status == .ok ? nil : $0.fix)
            }
        }
    }
}

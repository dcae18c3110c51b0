import ArgumentParser
import ConversionPipeline
import Diagnostics
import Reporting
import VendorTools

/// `toolchain doctor`.
struct ToolchainDoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check every component that a conversion needs.",
        discussion: """
            Prints the version of each component, and a fix for each that is missing. Exits with 69 if a required \
            component is missing.

              repvit-convert toolchain doctor --format json
            """)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report = ToolchainReport(try await ToolchainDoctor().examine())
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(report.text)
        }
        if !report.complete { throw ExitCode(ExitStatus.toolMissing.rawValue) }
    }
}

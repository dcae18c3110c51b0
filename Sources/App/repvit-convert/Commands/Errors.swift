import ArgumentParser
import ConversionPipeline
import Diagnostics
import Reporting
import VendorTools

/// `errors`: what the messages of the vendor's tools mean.
struct Errors: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain an error of the vendor's tools, or list all that are known.",
        discussion: """
            build names the id of an error that it recognizes in a log. The same pages are in docs/errors.

              repvit-convert errors
              repvit-convert errors RVC0301
            """)

    @Argument(help: "Id of an error; without it, all are listed.")
    var id: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let report = try ErrorsReport(id: id)
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(report.text)
        }
    }
}

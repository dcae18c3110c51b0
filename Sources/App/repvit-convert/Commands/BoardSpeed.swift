import ArgumentParser
import ConversionPipeline
import Reporting

/// `board speed`.
struct BoardSpeed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speed",
        abstract: "Predict speed on the board from hb_perf's estimate, or show how well that works.",
        discussion: """
            Without an estimate, prints the published networks that the prediction is fitted to, and the error of each \
            when it is left out of the fit. build and evaluate print the prediction for a model.

              repvit-convert board speed
              repvit-convert board speed 1072.9
            """)

    @Argument(help: ArgumentHelp("hb_perf's latency of one image on one core.", valueName: "microseconds"))
    var estimate: Double?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let estimate, !(estimate > 0 && estimate < 1e9) {
            throw ValidationError("the estimate must be a positive number of microseconds")
        }
    }

    func run() throws {
        let report = BoardSpeedReport(estimate: estimate)
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(report.text)
        }
    }
}

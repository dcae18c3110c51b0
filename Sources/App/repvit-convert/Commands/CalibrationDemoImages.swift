import ArgumentParser
import CalibrationData
import Reporting

/// `calibration demo-images`
struct CalibrationDemoImages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-images",
        abstract: "Draws pictures to try the tools with, offline.",
        discussion: """
            They have the statistics of photographs, roughly, and show nothing: a model calibrated on them runs, but
            use photographs of what it is to see for one that counts.

              repvit-convert calibration demo-images -o demo
            """)

    @Option(help: ArgumentHelp("How many pictures.", valueName: "n"))
    var count: Int = 32

    @Option(help: ArgumentHelp("Another seed draws other pictures.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder to make.", valueName: "folder"))
    var output: String

    func run() async throws {
        let bar = ProgressBar()
        let files = try await DemoImages.make(count: count, seed: seed, at: output, progress: bar.handler)
        Terminal.output("\(files.count) pictures: \(output)\n")
    }
}

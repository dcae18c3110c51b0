import ArgumentParser
import CalibrationData
import Reporting

/// `calibration demo-images`
struct CalibrationDemoImages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-images",
        abstract: "Draw synthetic images to try the tools offline.",
        discussion: """
            The images have roughly the statistics of natural images but no content. Use real images to calibrate \
            a model for deployment.

              repvit-convert calibration demo-images -o demo
            """)

    @Option(help: ArgumentHelp("Number of images.", valueName: "n"))
    var count: Int = 32

    @Option(help: ArgumentHelp("Seed of the images.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(name: .shortAndLong, help: ArgumentHelp("Folder to create.", valueName: "folder"), completion: .directory)
    var output: String

    func run() async throws {
        let bar = ProgressBar()
        let files = try await DemoImages.make(count: count, seed: seed, at: output, progress: bar.handler)
        Terminal.output("\(files.count) images: \(output)\n")
    }
}

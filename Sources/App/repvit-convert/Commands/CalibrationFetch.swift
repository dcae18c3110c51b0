import ArgumentParser
import CalibrationData
import ConversionPipeline
import Diagnostics
import Support
import Reporting

/// `calibration fetch`
struct CalibrationFetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Download a public set of images.",
        discussion: """
            SOURCE is a name, or the http or https URL of a tar archive (.tar, .tar.gz, .tgz, .tar.bz2). An \
            interrupted download resumes; an archive with another checksum is rejected. These sets have names; their \
            licenses are their publishers':

            \(ImageCollection.all.map { "  \($0.name): \($0.title), \($0.bytes / 1_000_000) MB" }.joined(separator: "\n"))

              repvit-convert calibration fetch imagenette-320 -o photos
              repvit-convert calibration fetch https://example.org/photos.tgz \\
                --checksum DIGITS -o photos
            """)

    @Argument(help: "Name or URL of the set.", completion: .list(ImageCollection.all.map(\.name)))
    var source: String

    @Option(help: ArgumentHelp("Expected SHA-256 or MD5 of the archive.", valueName: "digits"))
    var checksum: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Folder to create.", valueName: "folder"), completion: .directory)
    var output: String

    @OptionGroup var report: OutputOptions

    func validate() throws {
        if ImageCollection.named(source) == nil, !source.contains("://") {
            let known = ImageCollection.all.map(\.name).joined(separator: ", ")
            throw ValidationError("unknown source '\(source)': expected a URL or one of \(known)")
        }
        if let checksum, Checksum(checksum) == nil {
            throw ValidationError("invalid --checksum: expected the 64 hexadecimal digits of SHA-256, or the 32 of MD5")
        }
    }

    func run() async throws {
        let known = ImageCollection.named(source)
        let bar = ProgressBar()
        defer { bar.clear() }
        let fetch = ImageFetch(
            url: known?.url ?? source, checksum: checksum.flatMap { Checksum($0) } ?? known?.checksum, output: output)
        let result = try await fetch.run(
            warn: { finding in
                bar.clear()
                Terminal.note(FindingRenderer(.text).render([finding]))
            }, progress: bar.handler)
        bar.clear()
        switch report.format {
        case .json: Terminal.output(try JSONReport.encode(result))
        case .text: Terminal.output("\(Figure.grouped(result.count)) images: \(result.folder)\n")
        }
        Terminal.note("SHA-256 of the archive: \(result.archiveSha256)")
    }
}

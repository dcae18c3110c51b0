import ArgumentParser
import CalibrationData
import ConversionPipeline
import Diagnostics
import Evaluation
import Imaging
import Reporting
import Support

/// `infer`: the likeliest classes of images.
struct Infer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Classify images with a compiled, quantized or float model.",
        discussion: """
            A .bin with its quantized model next to it, as build left them, is computed with that: natively, in a few \
            milliseconds, with the integers of the board, bit for bit. Any other .bin runs on the vendor's bit-exact \
            simulator, at about half a second per image. Pixels are converted as the model was built to expect them. A \
            float .onnx is given RGB with ImageNet's mean and standard deviation. --engine chooses another engine.

            Images that cannot be read are reported and skipped; the exit code is then 2.

              repvit-convert infer work/m0_9/build/RepViT_m0_9_224x224_nv12.bin cat.jpg dog.png
              repvit-convert infer RepViT_m0_9_224x224_nv12_quantized_model.onnx cat.jpg --save labeled
              repvit-convert infer repvit_m0_9.onnx cat.jpg --top 3
            """)

    @Argument(help: "Compiled model or ONNX model.", completion: .file(extensions: ["bin", "onnx"]))
    var model: String

    @Argument(help: "JPEG or PNG images.", completion: .images)
    var images: [String]

    @Option(help: "Engine to run: float, quantized, vendor or bin. (default: by the model's file)")
    var engine: EngineKind?

    @Option(help: ArgumentHelp("Number of classes to print for each image.", valueName: "n"))
    var top = 5

    @OptionGroup var network: NetworkOptions

    @Option(
        help: ArgumentHelp(
            "Class names: one per line, or index, wnid and name separated by tabs. (default: ImageNet for 1000 classes)",
            valueName: "file"),
        completion: .file())
    var labels: String?

    @Option(
        name: .customLong("input"),
        help: ArgumentHelp(
            "File with the values of an input that is not an image; may be repeated.", valueName: "name=file"))
    var inputs: [InputOption] = []

    @Option(
        help: ArgumentHelp("Write each image with its classes into this folder, as PNG.", valueName: "folder"),
        completion: .directory)
    var save: String?

    @Option(help: ArgumentHelp("Number of threads (.onnx only). (default: all cores)", valueName: "n"))
    var threads: Int?

    @Option(
        name: .customLong("repeat"),
        help: ArgumentHelp("Run each image N times and report the median time (.onnx only).", valueName: "n"))
    var repetitions = 1

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard top >= 1 else { throw ValidationError("--top must be at least 1") }
        guard threads ?? 1 >= 1, repetitions >= 1 else {
            throw ValidationError("--threads and --repeat must be at least 1")
        }
        guard ["onnx", "bin"].contains(Path.lowercasedExtension(model)) else {
            throw ValidationError("'\(model)' is neither a .onnx nor a .bin file")
        }
        guard Path.lowercasedExtension(model) == "onnx" || threads == nil && repetitions == 1 else {
            throw ValidationError("--threads and --repeat require a .onnx model")
        }
    }

    func run() async throws {
        let bar = ProgressBar()
        defer { bar.clear() }
        var request = InferenceRequest(model: model, images: images)
        request.input = try network.request()
        request.engine = engine
        request.top = top
        request.labels = labels
        request.maps = inputs.map(\.map)
        request.threads = threads
        request.repetitions = repetitions
        request.saveFolder = save
        let report = try await request.run(
            note: { line in
                bar.hide()
                Terminal.note(line)
            },
            unreadable: { error in
                bar.hide()
                Terminal.report(error)
            }, progress: bar.handler)
        bar.clear()
        if let milliseconds = report.milliseconds, repetitions > 1 {
            Terminal.note("\(Figure.decimal(milliseconds, places: 2)) ms per image (median)")
        }
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(report.text)
        }
        if report.images.count < images.count { throw ExitCode(ExitStatus.failure.rawValue) }
    }
}

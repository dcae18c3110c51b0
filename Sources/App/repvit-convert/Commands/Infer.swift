import ArgumentParser
import CalibrationData
import CompiledModel
import ConversionPipeline
import Diagnostics
import Evaluation
import Imaging
import InputContract
import ONNX
import Reporting
import VendorTools

/// `infer`: the likeliest classes of images.
struct Infer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Classify images with a compiled, quantized or float model.",
        discussion: """
            A .bin runs on the vendor's bit-exact simulator, which computes what the board computes, at about half a \
            second per image; its NV12 input is made in the range that the model was built for. The \
            *_quantized_model.onnx next to a .bin gives the same logits, bit for bit, in a few milliseconds and without \
            the vendor's tools. Any other .onnx runs in float32, on RGB with ImageNet's mean and standard deviation.

            Images that cannot be read are reported and skipped; the exit code is then 2.

              repvit-convert infer RepViT_m0_9_224x224_nv12.bin cat.jpg dog.png
              repvit-convert infer RepViT_m0_9_224x224_nv12_quantized_model.onnx cat.jpg dog.png
              repvit-convert infer repvit_m0_9.onnx cat.jpg --top 3
            """)

    @Argument(help: "Compiled model or ONNX model.", completion: .file(extensions: ["bin", "onnx"]))
    var model: String

    @Argument(help: "JPEG or PNG images.", completion: .images)
    var images: [String]

    @Option(help: ArgumentHelp("Number of classes to print for each image.", valueName: "n"))
    var top = 5

    @Option(
        help: ArgumentHelp("Preprocessing: a preset, as for calibration make, or a YAML file.", valueName: "name|file"),
        completion: .presets)
    var preset = "timm"

    @Option(
        help: ArgumentHelp(
            "Class names: one per line, or index, wnid and name separated by tabs. (default: ImageNet for 1000 classes)",
            valueName: "file"),
        completion: .file())
    var labels: String?

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
        guard isONNX || threads == nil && repetitions == 1 else {
            throw ValidationError("--threads and --repeat require a .onnx model")
        }
    }

    private var isONNX: Bool { model.lowercased().hasSuffix(".onnx") }

    func run() async throws {
        let bar = ProgressBar()
        defer { bar.clear() }
        let preset = try Preset(nameOrPath: preset)
        let report = isONNX ? try runONNX(preset, bar) : try await runCompiled(preset, bar)
        bar.clear()
        switch output.format {
        case .json: Terminal.output(try JSONReport.encode(report))
        case .text: Terminal.output(report.text)
        }
        if report.images.count < images.count { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    private func runCompiled(_ preset: Preset, _ bar: ProgressBar) async throws -> InferenceReport {
        let compiled = try BinModel(path: model)
        let inference = try Inference(
            model: compiled, environment: try Toolchain.locate(), preset: preset,
            names: try names(classes: compiled.classCount))
        let images = readableImages(preset, bar)
        let results = try await inference.run(images: images, count: top, progress: bar.handler)
        return InferenceReport(
            engine: "simulator", model: model, preset: self.preset, range: inference.range.rawValue,
            images: zip(images, results).map { InferenceReport.Image(path: $0, predictions: $1) })
    }

    private func runONNX(_ preset: Preset, _ bar: ProgressBar) throws -> InferenceReport {
        let graph = try Model(contentsOf: model)
        let names = try names(classes: FloatInference.classCount(of: graph))
        if QuantizedInference.runs(graph) {
            let inference = try QuantizedInference(
                model: graph, path: model, preset: preset, names: names, workers: threads)
            inference.notes.forEach(Terminal.note)
            return try report("quantized", preset, bar, range: inference.range.rawValue) { images in
                try inference.run(images: images, count: top, repetitions: repetitions, progress: bar.handler)
            }
        }
        let inference = try FloatInference(
            model: graph, path: model, preset: preset,
            normalization: FloatInference.Normalization(
                mean: InputSpecification.repViT.normalization.mean.map { $0 / 255 },
                standardDeviation: InputSpecification.repViT.normalization.deviation.map { $0 / 255 }),
            names: names, threads: threads)
        return try report("float", preset, bar) { images in
            try inference.run(images: images, count: top, repetitions: repetitions, progress: bar.handler)
        }
    }

    private func report(
        _ engine: String, _ preset: Preset, _ bar: ProgressBar, range: String? = nil,
        classify: ([String]) throws -> (predictions: [[Inference.Prediction]], seconds: [Double])
    ) throws -> InferenceReport {
        let images = readableImages(preset, bar)
        let (results, seconds) = try classify(images)
        let milliseconds = repetitions > 1 && !seconds.isEmpty ? seconds.sorted()[seconds.count / 2] * 1000 : nil
        if let milliseconds {
            bar.clear()
            Terminal.note("\(Figure.decimal(milliseconds, places: 2)) ms per image (median of \(seconds.count))")
        }
        return InferenceReport(
            engine: engine, model: model, preset: self.preset, range: range, milliseconds: milliseconds,
            images: zip(images, results).map { InferenceReport.Image(path: $0, predictions: $1) })
    }

    /// The images that can be decoded; the others are reported.
    ///
    /// Decoding each twice costs a few milliseconds, and one bad file does not cost the results of the others.
    private func readableImages(_ preset: Preset, _ bar: ProgressBar) -> [String] {
        images.filter { path in
            do {
                _ = try ImageDecoder.decode(path: path, options: preset.decoding)
                return true
            } catch {
                bar.clear()
                if let error = error as? any UserError { Terminal.report(error) }
                return false
            }
        }
    }

    private func names(classes count: Int?) throws -> [Int: String] {
        let classes =
            if let labels {
                try LabelsFile.read(path: labels, classes: count)
            } else {
                count == ImageNetClasses.all.count ? ImageNetClasses.all : []
            }
        return Dictionary(classes.map { ($0.index, $0.name) }, uniquingKeysWith: { first, _ in first })
    }
}

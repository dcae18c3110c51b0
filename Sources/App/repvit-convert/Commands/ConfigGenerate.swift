import ArgumentParser
import InputContract
package import MapperYAML
import Reporting
import Support

/// `config generate`: writes the mapper YAML of a variant.
struct ConfigGenerate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes the mapper YAML of a variant.",
        discussion: """
            Prints it, or writes it with -o. Paths in the file are relative to the file; by default they fit the
            work folder: the YAML in work/VARIANT/config, beside model, calibration and build.

            Example:

              repvit-convert config generate m0_9 --profile throughput -o work/m0_9/config/throughput.yaml
              repvit-convert config generate m1_0 --calibration-type max --max-percentile 0.99999 --int16 Conv_12
            """
    )

    @Argument(help: "The variant: m0_9, m1_0, m1_1, m1_5 or m2_3.")
    var variant: String

    @Option(help: "What counts: latency, throughput (four images a run), or accuracy.")
    var profile: Profile = .latency

    @Option(help: "The NV12 that the model is fed with: full (0...255) or video (OpenCV's, luma 16...235).")
    var range: NV12Range = .full

    @Option(help: "How ranges are found: max, kl, mix, default, load or skip. The profile's if not given.")
    var calibrationType: String?

    @Option(help: "For max: the share of values that a range has to hold, such as 0.99999.")
    var maxPercentile: Double?

    @Flag(help: "A range for each channel of an activation.")
    var perChannel = false

    @Option(name: .customLong("int16"), help: "A node that computes with 16 bits; may be given several times.")
    var int16Nodes: [String] = []

    @Option(help: "Height and width of the input in pixels: the pretrained config's, or 224, if not given.")
    var inputSize: Int?

    @Option(help: "Images that one run takes. The profile's if not given.")
    var batch: Int?

    @Option(help: "What the board feeds: nv12, yuv444, rgb or bgr.")
    var inputType = "nv12"

    @Option(help: "The layout of what the board feeds, if it is not nv12: NHWC or NCHW.")
    var inputLayout = "NHWC"

    @Option(help: "What the compiler saves: latency, bandwidth or balance. The variant's fastest if not given.")
    var compileMode: String?

    @Option(help: "For balance: 0 (least memory traffic) to 100 (fewest cycles).")
    var balanceFactor: Int?

    @Option(help: "How hard the compiler tries: O0 to O3.")
    var optimizeLevel = "O2"

    @Option(
        help: "timm's config.json of the model, for mean, deviation and size. ImageNet's if not given.",
        completion: .file(extensions: ["json"]))
    var pretrainedConfig: String?

    @Option(help: "The BPU's architecture; the RDK X5 is bayes-e.")
    var march = "bayes-e"

    @Option(help: "The float ONNX file, relative to the YAML.")
    var model: String?

    @Option(help: "The folder of calibration files, relative to the YAML.")
    var calibration: String?

    @Option(help: "The folder of results, relative to the YAML.")
    var workingDir: String?

    @Option(help: "What the results' names begin with.")
    var prefix: String?

    @Option(name: [.short, .customLong("output")], help: "The file to write; standard output if not given.")
    var output: String?

    func run() throws {
        let pretrained = try pretrainedConfig.map { try PretrainedConfig(contentsOf: $0) }
        var options = GenerationOptions(variant: variant, inputSize: inputSize ?? pretrained?.inputSize ?? 224)
        options.profile = profile
        options.range = range
        options.calibrationType = calibrationType
        options.maxPercentile = maxPercentile
        options.perChannel = perChannel
        options.int16Nodes = int16Nodes
        options.batch = batch
        options.inputType = inputType
        options.inputLayout = inputLayout
        options.compileMode = compileMode
        options.balanceFactor = balanceFactor ?? options.balanceFactor
        options.optimizeLevel = optimizeLevel
        options.normalization = pretrained?.normalization ?? options.normalization
        options.march = march
        options.onnxModel = model ?? options.onnxModel
        options.calibrationFolder = calibration ?? options.calibrationFolder
        options.workingFolder = workingDir ?? options.workingFolder
        options.outputPrefix = prefix
        let text = try MapperConfig.generate(options)
        guard let output else { return Terminal.output(text) }
        try AtomicFile.write(text, to: output)
        Terminal.note("wrote \(output)")
    }
}

extension Profile: ExpressibleByArgument {}

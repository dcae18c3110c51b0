import ArgumentParser
import ConversionPipeline
import Diagnostics
import InputContract
package import MapperYAML
import Reporting
import Support

/// `config generate`: writes the mapper YAML of a variant.
struct ConfigGenerate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write the mapper YAML of a variant.",
        discussion: """
            Prints the YAML, or writes it to the file of -o. Paths in the YAML are relative to it. The defaults match \
            the work folder: the YAML in work/VARIANT/config, next to the folders model, calibration and build.

            Example:

              repvit-convert config generate m0_9 --profile throughput -o work/m0_9/config/throughput.yaml
              repvit-convert config generate m1_0 --calibration-type max --max-percentile 0.99999 --int16 Conv_12
            """
    )

    @Argument(help: "The variant: m0_9, m1_0, m1_1, m1_5 or m2_3.")
    var variant: String

    @Option(help: "What counts: latency, throughput (four images a run), or accuracy.")
    var profile: Profile = .latency

    @Option(help: "How ranges are found: max, kl, mix, default, load or skip. The profile's if not given.")
    var calibrationType: String?

    @Option(help: "For max: the share of values that a range has to hold, such as 0.99999.")
    var maxPercentile: Double?

    @Flag(help: "A range for each channel of an activation.")
    var perChannel = false

    @Option(name: .customLong("int16"), help: "A node that computes with 16 bits; may be given several times.")
    var int16Nodes: [String] = []

    @Option(help: "Images per run. Defaults to the profile's.")
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

    @Option(help: "The BPU's architecture; the RDK X5 is bayes-e.")
    var march: March = .bayesE

    @Option(help: "The float ONNX file, relative to the YAML.")
    var model: String?

    @Option(help: "The folder of calibration files, relative to the YAML.")
    var calibration: String?

    @Option(help: "The folder of results, relative to the YAML.")
    var workingDir: String?

    @Option(help: "What the results' names begin with.")
    var prefix: String?

    @OptionGroup var input: InputOptions

    @Option(name: [.short, .customLong("output")], help: "The file to write; standard output if not given.")
    var output: String?

    func run() throws {
        if let output {
            try OutputGuard.check(output, against: [input.pretrainedConfig])
            try checkReplaceable(output)
        }
        let names = WorkFolder(work: "", name: variant).names
        let input = try input.request(march: march).resolve(defaults: .repViT).input
        var options = GenerationOptions(names: names, input: input)
        options.profile = profile
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
        options.onnxModel = model ?? options.onnxModel
        options.calibrationFolder = calibration ?? options.calibrationFolder
        options.workingFolder = workingDir ?? options.workingFolder
        options.outputPrefix = prefix
        let text = try MapperConfig.generate(options)
        guard let output else { return Terminal.output(text) }
        try AtomicFile.write(text, to: output)
        Terminal.note("wrote \(output)")
    }

    /// Replaces a mapper YAML, and no file of another kind.
    private func checkReplaceable(_ path: String) throws {
        guard case .file(let bytes) = FileStatus(of: path), bytes > 0 else { return }
        guard (try? MapperConfig(contentsOf: path)) != nil else { throw ForeignFileError(path: path) }
    }
}

/// A file that `config generate` does not replace: it is not a mapper YAML.
struct ForeignFileError: UserError {
    let path: String

    var message: String { "this file is not a mapper YAML, and is not replaced" }
    var fix: String? { "choose another output path, or delete the file" }
    var location: SourceLocation? { SourceLocation(path: path) }
    var exitStatus: ExitStatus { .usage }
}

extension Profile: ExpressibleByArgument {}

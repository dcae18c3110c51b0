import ArgumentParser
import Diagnostics
import ONNXModel
import Reporting

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that a model is sound, and that the BPU will take it.",
        discussion: """
            First what the ONNX standard asks for, then what hb_mapper and the BPU do: opset 10 or 11, a fixed batch of 1,
            operators that run on the BPU, and forms that the compiler makes fast code of. --march none leaves it at
            the standard. Ends with 1 if there are errors.

              repvit-convert verify model.onnx
              repvit-convert verify model.onnx --march none --format sarif
            """)

    @Argument(help: "ONNX files.", completion: .file(extensions: ["onnx"]))
    var models: [String]

    @Option(help: "The processor: bayes-e is the RDK X5, bernoulli2 the RDK X3.")
    var march: March = .bayesE

    @OptionGroup var output: FindingOptions

    func run() throws {
        let checker = GraphChecker(march: march)
        var findings: [Finding] = []
        for path in models { findings += checker.check(try Model(contentsOf: path)) }
        Terminal.output(output.renderer.render(findings))
        if findings.containErrors { throw ExitCode(ExitStatus.findings.rawValue) }
        if output.format == .text {
            let count = findings.count
            Terminal.note(
                "\(models.joined(separator: ", ")): sound" + (count > 0 ? ", with \(count) warning(s) or note(s)" : ""))
        }
    }
}

import ArgumentParser
import Diagnostics
import InputContract
import ModelChecks
import Reporting

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that a model is valid, and that the BPU runs it.",
        discussion: """
            Checks the ONNX standard first, with the verdict of onnx.checker's full check, then hb_mapper and the BPU: opset 10 or 11, batch 1, operators within the BPU's limits, and forms that compile to fast code. --march none checks the standard only. Exits with 1 if there are errors, with 2 if a file cannot be read; the other files are still checked.

              repvit-convert verify model.onnx
              repvit-convert verify *.onnx --march none --format sarif
              repvit-convert verify --explain topological-order
            """)

    @Argument(help: "The ONNX files.", completion: .file(extensions: ["onnx"]))
    var models: [String] = []

    @Option(help: "The BPU: bayes-e is the RDK X5, bernoulli2 the RDK X3.")
    var march: March = .bayesE

    @OptionGroup var options: FindingOptions

    func validate() throws {
        try options.validate(GraphChecker.rules, inputs: models, named: "models")
    }

    func run() throws {
        let rules = GraphChecker.rules
        if let listing = try options.listing(rules) { return Terminal.output(listing) }
        try options.checkBaseline(inputs: models)
        let result = ModelVerification.run(models, march: march)
        for error in result.failures { Terminal.report(error) }
        // Text reports failures on standard error.
        let found = options.format == .text ? result.findings : result.findings + result.failureFindings
        guard let findings = try options.selected([found], of: rules)?[0] else { return }
        Terminal.output(options.renderer(rules).render(findings))
        if !result.failures.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
        if findings.containErrors { throw ExitCode(ExitStatus.findings.rawValue) }
        if options.format == .text { Terminal.output(ModelVerification.verdict(models, findings) + "\n") }
    }
}

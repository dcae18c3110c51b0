import ArgumentParser
import CompiledModel
import ConversionPipeline
import Diagnostics
import ModelAnalysis
import ONNX
import Reporting

/// `compare`: whether two models have the same structure, or compute the same.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the structure and the outputs of two models.",
        discussion: """
            Compares inputs and outputs, operators, parameters, and nodes, which are matched by operator and shape: \
            node names and weight values do not count. Exits with 1 if the models differ.

            --numbers also runs both models; the exit code then depends on their outputs alone. --layers also finds \
            the first intermediate value that differs. Two models that hb_mapper has quantized are computed as the BPU \
            does it, bit for bit, on generated images or on those of --images.

            Of two compiled models (.bin), compares inputs, outputs, scales, build parameters and the BPU's program. \
            Paths, and what differs between any two builds of the same inputs, do not count.

              repvit-convert compare before.onnx after.onnx
              repvit-convert compare before.onnx after.onnx --numbers --layers
              repvit-convert compare a_quantized_model.onnx b_quantized_model.onnx --numbers --images photos/
              repvit-convert compare published.bin work/m0_9/build/RepViT_m0_9_224x224_nv12.bin
            """)

    @Argument(help: "ONNX or compiled model.", completion: .file(extensions: ["onnx", "bin"]))
    var first: String

    @Argument(help: "Model to compare with, of the same kind.", completion: .file(extensions: ["onnx", "bin"]))
    var second: String

    @OptionGroup var numeric: NumericOptions

    @OptionGroup var output: OutputOptions

    private var isCompiled: Bool { first.hasSuffix(".bin") }

    func validate() throws {
        if isCompiled != second.hasSuffix(".bin") {
            throw ValidationError("an ONNX model and a compiled model cannot be compared")
        }
        if isCompiled, numeric.numbers || numeric.layers {
            throw ValidationError("compiled models are compared without --numbers")
        }
    }

    func run() throws {
        if isCompiled { return try compareCompiled() }
        let models = (try Model(contentsOf: first), try Model(contentsOf: second))
        let comparison = ModelComparison(models.0, models.1)
        let numbers = try numeric.compare(models.0, models.1)
        switch output.format {
        case .json:
            Terminal.output(
                try JSONReport.encode(ComparisonReport(comparison, numbers, first: first, second: second)))
        case .text:
            let text = ComparisonText(comparison, first: first, second: second).render()
            Terminal.output(text + (numbers.map { "\n" + $0.text } ?? ""))
        }
        if !(numbers?.isSame ?? comparison.isSame) { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private func compareCompiled() throws {
        let comparison = BinComparison(try BinModel(path: first), try BinModel(path: second))
        let report = BinComparisonReport(comparison, first: first, second: second)
        Terminal.output(output.format == .json ? try JSONReport.encode(report) : report.text)
        if !comparison.isSame { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}

import ArgumentParser
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

              repvit-convert compare before.onnx after.onnx
              repvit-convert compare before.onnx after.onnx --numbers --layers
              repvit-convert compare a_quantized_model.onnx b_quantized_model.onnx --numbers --images photos/
            """)

    @Argument(help: "ONNX model.", completion: .onnx)
    var first: String

    @Argument(help: "ONNX model to compare with.", completion: .onnx)
    var second: String

    @OptionGroup var numeric: NumericOptions

    @OptionGroup var output: OutputOptions

    func run() throws {
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
}

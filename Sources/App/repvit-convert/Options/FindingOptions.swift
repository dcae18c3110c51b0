import ArgumentParser
import ConversionPipeline
package import Diagnostics

/// `--format`, for commands whose result is findings.
struct FindingOptions: ParsableArguments {
    @Option(help: "How to print the findings.")
    var format: FindingRenderer.Format = .text

    var renderer: FindingRenderer { FindingRenderer(format, toolVersion: ToolVersion.current) }
}

extension FindingRenderer.Format: ExpressibleByArgument {}

import ArgumentParser
import CompiledModel
import ConversionPipeline
import Diagnostics
import ModelAnalysis
import ONNX
import ONNXOperators
import Reporting
import Support
import VendorTools

/// `inspect`: what a model consists of.
struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the structure of a model and the cost of its parts.",
        discussion: """
            For an ONNX model: inputs, outputs, and the layers as a tree by their exported names, with shapes, \
            parameters and multiply-accumulates. Repeated blocks share a row. dot and svg draw the graph; svg needs \
            Graphviz.

            For a compiled .bin: inputs, outputs, target chip, tool versions and recorded build parameters. Does not \
            need the vendor toolchain.

              repvit-convert inspect model.onnx --depth 3
              repvit-convert inspect model.onnx --format svg > model.svg
              repvit-convert inspect RepViT_m0_9_224x224_nv12.bin
            """)

    @Argument(help: "ONNX model or compiled model.", completion: .file(extensions: ["onnx", "bin"]))
    var model: String

    @Option(help: ArgumentHelp("Levels of modules to show.", valueName: "n"))
    var depth = 2

    @Option(help: "Output format; dot and svg for ONNX models only.")
    var format: InspectFormat = .text

    func validate() throws {
        if depth < 1 { throw ValidationError("--depth must be at least 1") }
        if isCompiled, format == .dot || format == .svg {
            throw ValidationError("a compiled model cannot be drawn; pass the ONNX model that it was made from")
        }
    }

    private var isCompiled: Bool { model.hasSuffix(".bin") || model.hasSuffix(".hbm") }

    func run() async throws {
        if isCompiled { return try inspectCompiled() }
        let model = try Model(contentsOf: self.model)
        let shapes = ShapeInference(model)
        switch format {
        case .text: Terminal.output(ModelReport(model, shapes, path: self.model).text(depth: depth))
        case .json: Terminal.output(try JSONReport.encode(ModelReport(model, shapes, path: self.model)))
        case .dot:
            Terminal.output(
                DOTWriter.write(GraphDrawing(model, shapes: shapes, depth: depth), title: Path.name(self.model)))
        case .svg:
            let drawing = GraphDrawing(model, shapes: shapes, depth: depth)
            guard drawing.boxCount <= DrawingTooLarge.limit else {
                throw DrawingTooLarge(path: self.model, boxes: drawing.boxCount)
            }
            Terminal.output(try await Graphviz.svg(of: DOTWriter.write(drawing, title: Path.name(self.model))))
        }
    }

    private func inspectCompiled() throws {
        let compiled = try BinModel(path: model)
        let report = BinReport(compiled, sha256: try SHA256.hash(file: model).description)
        Terminal.output(format == .json ? try JSONReport.encode(report) : report.text)
    }
}

enum InspectFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, dot, svg
}

/// A drawing that would take Graphviz hours to lay out, and that is too large to read.
private struct DrawingTooLarge: UserError {
    static let limit = 2000

    let path: String
    let boxes: Int

    var message: String { "the drawing would have \(boxes) boxes; the limit for svg is \(Self.limit)" }
    var fix: String? { "use a smaller --depth, or --format dot and a layout tool for large graphs" }
    var location: SourceLocation? { SourceLocation(path: path) }
}

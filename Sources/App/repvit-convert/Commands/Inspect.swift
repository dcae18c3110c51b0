import ArgumentParser
import CompiledModel
import Diagnostics
import ModelAnalysis
import ONNX
import ONNXOperators
import Reporting
import Support
import VendorTools

/// `inspect`.
struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what is in a model, and what its parts cost.",
        discussion: """
            Of an ONNX model: inputs and outputs, and the layers as a tree by the names that the exporter gave them, with
            shapes, parameters and multiply-accumulates. Blocks that repeat are one row. --depth says how many levels are
            shown. As dot or svg it is drawn instead; svg needs Graphviz.

            Of a compiled .bin: inputs and outputs, the chip that it is for, the tools that made it, and the build
            parameters that they recorded. Needs no vendor toolchain.

              repvit-convert inspect model.onnx --depth 3
              repvit-convert inspect model.onnx --format svg > model.svg
              repvit-convert inspect RepViT_m0_9_224x224_nv12.bin
            """)

    @Argument(help: "An ONNX model or a compiled one.", completion: .file(extensions: ["onnx", "bin"]))
    var model: String

    @Option(help: "How many levels of modules are shown.")
    var depth = 2

    @Option(help: "How to print the result. A compiled model has no drawing.")
    var format: InspectFormat = .text

    func validate() throws {
        if depth < 1 { throw ValidationError("--depth is at least 1") }
        if isCompiled, format == .dot || format == .svg {
            throw ValidationError("a compiled model has no drawing: give the ONNX model it was made from")
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

/// A drawing that Graphviz would work on for hours and nobody could read.
private struct DrawingTooLarge: UserError {
    static let limit = 2000

    let path: String
    let boxes: Int

    var message: String { "the drawing would have \(boxes) boxes, and \(Self.limit) are the most that are laid out" }
    var fix: String? { "choose a smaller --depth, or take --format dot to a tool for large graphs" }
    var location: SourceLocation? { SourceLocation(path: path) }
}

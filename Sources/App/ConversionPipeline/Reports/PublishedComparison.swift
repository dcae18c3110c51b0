package import Evaluation
internal import FoundationEssentials
internal import InputContract
internal import ModelAnalysis
internal import ONNX
internal import ONNXOperators
internal import RepViT
internal import Reporting

/// A build's row of the board's published table, next to the published one. Each figure says where it comes from.
package struct PublishedComparison: Sendable {
    private var table: Table

    /// - Throws: errors of the float model's file.
    package init(_ model: EvaluatedModel, _ accuracy: AccuracyReport) throws {
        let name = model.folder.name
        let published = Variant(rawValue: name)?.publishedBoardFigures
        let build = FileManager.default.contents(atPath: model.folder.report)
            .flatMap { try? JSONReport.decode(BuildReport.self, from: $0) }
        table = Table(.left(name), .right("this build"), .left("source"), .right("published, on the board"))

        let side = accuracy.size?.description ?? ""
        table.append("size", side, "model", published == nil ? "" : "224x224")
        var classes = ""
        var parameters = ""
        if let path = model.float {
            let graph = try Model(contentsOf: path)
            classes = FloatEngine.classCount(of: graph).map(String.init) ?? ""
            parameters = Figure.grouped(ModelStatistics(graph, shapes: ShapeInference(graph)).parameters)
        }
        table.append("classes", classes, "model", published == nil ? "" : "1000")
        table.append("parameters", parameters, "model", published?.parameters ?? "")
        let images = "measured, \(Figure.grouped(accuracy.labeled)) images"
        for (title, kinds, figure) in [
            ("float Top-1", [EngineKind.float], published?.floatTop1),
            ("quantized Top-1", [.bin, .quantized, .vendor], published?.quantizedTop1),
        ] {
            let top1 = kinds.lazy.compactMap { accuracy.engines[$0.rawValue]?.top1 }.first
            table.append(
                title, top1.map(Self.percent) ?? "", top1 == nil ? "no labels" : images, figure.map(Self.percent) ?? "")
        }
        table.append(
            "latency", build.map { "\(Figure.decimal($0.latencyUs / 1000, places: 2)) ms" } ?? "",
            build == nil ? "not built" : "estimated by hb_perf",
            published.map { "\(Figure.decimal($0.latencyMs, places: 2)) ms (1 thread)" } ?? "")
        table.append(
            "frames per second", build.map { Figure.decimal($0.fps, places: 2) } ?? "",
            build == nil ? "not built" : "estimated by hb_perf",
            published.map { "\(Figure.decimal($0.framesPerSecond, places: 2)) (\($0.threads) threads)" } ?? "")
    }

    package var text: String { table.render() + "\n" }

    private static func percent(_ share: Double) -> String { Figure.decimal(100 * share, places: 2) + " %" }
}

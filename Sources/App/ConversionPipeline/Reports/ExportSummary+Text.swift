internal import Reporting
package import RepViT

extension ExportSummary {
    /// What `export` prints.
    package var text: String {
        var table = Table(.left("export"), .left(variant.rawValue))
        table.append("model", path)
        table.append("SHA-256", sha256)
        table.append("parameters", Figure.grouped(parameters))
        table.append("input", "[1, 3, \(inputSize), \(inputSize)]")
        table.append("classes", String(classes))
        table.append("opset, IR", "\(opset), \(irVersion)")
        table.append("weights", weights.areTrained ? weights.source : "\(weights.source), UNTRAINED")
        table.append("weights' SHA-256", weights.sha256)
        return table.render() + "\n"
    }
}

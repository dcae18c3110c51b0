internal import ONNX

/// A drawing in Graphviz's language (https://graphviz.org/doc/info/lang.html).
///
/// Modules that hold more than one box are frames. A box is the darker the more of the model's multiply-accumulates are in
/// it, on a scale of square roots, so that small ones still show.
package struct DOTWriter {
    private let drawing: GraphDrawing
    private let heaviest: Double
    private var text = ""
    private var frameCount = 0

    /// The drawing as the text of a `.dot` file.
    package static func write(_ drawing: GraphDrawing, title: String) -> String {
        var writer = DOTWriter(drawing)
        writer.writeGraph(title)
        return writer.text
    }

    private init(_ drawing: GraphDrawing) {
        self.drawing = drawing
        heaviest = Double(drawing.boxes.compactMap(\.macs).max() ?? 0)
    }

    private mutating func writeGraph(_ title: String) {
        text += """
            digraph model {
              graph [label=\(Self.quoted(title)), labelloc=t, fontname="Helvetica", fontsize=14, ranksep=0.3, nodesep=0.35,
                     fontcolor="#4a545e", bgcolor=white]
              node [shape=box, style="rounded,filled", fillcolor=white, color="#7a8691", fontname="Helvetica", fontsize=11,
                    fontcolor="#1c2126", margin="0.12,0.06"]
              edge [color="#7a8691", fontname="Helvetica", fontsize=9, fontcolor="#6b7680", arrowsize=0.6]

            """
        let root = DrawingFrame()
        var rounds: [[String]: Int] = [:]
        for (index, repetition) in drawing.repetitions.enumerated() {
            for name in repetition.modules { rounds[repetition.scope + [name]] = index }
        }
        for (index, box) in drawing.boxes.enumerated() { root.insert(index, box, rounds) }
        write(root, indentation: "  ")
        for edge in drawing.edges {
            let label = edge.type?.shape.map { Self.quoted(" " + Self.text(of: $0)) }
            text += "  n\(edge.source) -> n\(edge.target)" + (label.map { " [label=\($0)]" } ?? "") + "\n"
        }
        text += "}\n"
    }

    private mutating func write(_ frame: DrawingFrame, indentation: String) {
        for box in frame.boxes { writeBox(box, indentation) }
        for round in frame.rounds {
            let repetition = drawing.repetitions[round.repetition]
            openFrame(
                "\(repetition.count) ×  \(repetition.title)", indentation,
                style: "style=\"rounded,dashed\"; color=\"#c0703a\"; fontcolor=\"#a0541f\"; fontsize=11")
            write(round.frame, indentation: indentation + "  ")
            text += "\(indentation)}\n"
        }
        for (name, inner) in frame.frames {
            if let only = inner.onlyBox {
                writeBox(only, indentation, within: name)
                continue
            }
            openFrame(
                name, indentation,
                style: "style=rounded; color=\"#b8c0c8\"; fontcolor=\"#4a545e\"; labeljust=l; fontsize=12")
            write(inner, indentation: indentation + "  ")
            text += "\(indentation)}\n"
        }
    }

    private mutating func openFrame(_ title: String, _ indentation: String, style: String) {
        frameCount += 1
        text += "\(indentation)subgraph cluster_\(frameCount) {\n"
        text += "\(indentation)  label=\(Self.quoted(title)); \(style)\n"
    }

    /// - Parameter module: the one that holds this box alone, and needs no frame.
    private mutating func writeBox(_ index: Int, _ indentation: String, within module: String? = nil) {
        let box = drawing.boxes[index]
        let title = module.map { box.kind == .layer ? $0 : "\($0).\(box.title)" } ?? box.title
        var lines = ["<b>\(Self.escaped(title))</b>"]
        var style = ""
        switch box.kind {
        case .input, .output:
            style = ", shape=ellipse, fillcolor=\"#e8f1ea\", color=\"#5f8a6a\""
            if let type = box.type { lines.append(Self.small(Self.text(of: type))) }
        case .module, .layer:
            style = ", fillcolor=\"\(color(of: box))\""
            let operators = OperatorSummary.text(of: box.operators)
            if operators != title { lines.append(Self.small(operators)) }
            let facts = [
                box.parameters > 0 ? "\(Self.rounded(box.parameters)) parameters" : nil,
                box.macs.flatMap { $0 > 0 ? "\(Self.rounded($0)) MACs" : nil }
                    ?? (box.macs == nil ? "MACs unknown" : nil),
            ].compactMap(\.self)
            if !facts.isEmpty { lines.append(Self.small(facts.joined(separator: ", "))) }
        }
        text += "\(indentation)n\(index) [label=<\(lines.joined(separator: "<br/>"))>\(style)]\n"
    }

    /// From white to orange with the box's share of the work.
    private func color(of box: GraphDrawing.Box) -> String {
        guard heaviest > 0, let macs = box.macs else { return "#ffffff" }
        let share = (Double(macs) / heaviest).squareRoot()
        func channel(_ dark: Double) -> String {
            let value = Int((255 - share * (255 - dark)).rounded())
            return (value < 16 ? "0" : "") + String(value, radix: 16)
        }
        return "#" + channel(0xFB) + channel(0xC4) + channel(0x8B)
    }
}

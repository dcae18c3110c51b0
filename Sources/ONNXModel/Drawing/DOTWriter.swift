/// A drawing in Graphviz's language (https://graphviz.org/doc/info/lang.html).
///
/// Modules that hold more than one box are frames. A box is the darker the more of the model's multiply-accumulates are in
/// it, on a scale of square roots, so that small ones still show.
public struct DOTWriter {
    private let drawing: GraphDrawing
    private let heaviest: Double
    private var text = ""

    /// The drawing as the text of a `.dot` file.
    public static func write(_ drawing: GraphDrawing, title: String) -> String {
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
                     color="#b8c0c8", fontcolor="#4a545e", style=rounded, bgcolor=white]
              node [shape=box, style="rounded,filled", fillcolor=white, color="#7a8691", fontname="Helvetica", fontsize=11,
                    fontcolor="#1c2126", margin="0.12,0.06"]
              edge [color="#7a8691", fontname="Helvetica", fontsize=9, fontcolor="#6b7680", arrowsize=0.6]

            """
        var root = Frame()
        var framed: [Int: Int] = [:]
        for (index, repetition) in drawing.repetitions.enumerated() {
            for box in repetition.boxes { framed[box] = index }
        }
        for (index, box) in drawing.boxes.enumerated() { root.insert(index, box.scope[...], repetition: framed[index]) }
        var frames = 0
        write(root, indentation: "  ", &frames)
        for edge in drawing.edges {
            let label = edge.type?.shape.map { Self.quoted(" " + Self.text(of: $0)) }
            text += "  n\(edge.source) -> n\(edge.target)" + (label.map { " [label=\($0)]" } ?? "") + "\n"
        }
        text += "}\n"
    }

    /// The boxes of a module.
    private struct Frame {
        var boxes: [Int] = []
        /// Rounds of boxes that are repeated, by their index among the repetitions.
        var rounds: [(repetition: Int, boxes: [Int])] = []
        var order: [String] = []
        var frames: [String: Frame] = [:]

        mutating func insert(_ box: Int, _ scope: ArraySlice<String>, repetition: Int?) {
            if let first = scope.first {
                if frames[first] == nil { order.append(first) }
                frames[first, default: Frame()].insert(box, scope.dropFirst(), repetition: repetition)
            } else if let repetition {
                if rounds.last?.repetition == repetition {
                    rounds[rounds.count - 1].boxes.append(box)
                } else {
                    rounds.append((repetition, [box]))
                }
            } else {
                boxes.append(box)
            }
        }
    }

    private mutating func write(_ frame: Frame, indentation: String, _ frames: inout Int) {
        for box in frame.boxes { writeBox(box, indentation) }
        for round in frame.rounds {
            let repetition = drawing.repetitions[round.repetition]
            frames += 1
            text += "\(indentation)subgraph cluster_\(frames) {\n"
            text +=
                "\(indentation)  label=\(Self.quoted("\(repetition.count) ×  \(repetition.title)")); style=\"rounded,dashed\"; "
                + "color=\"#c0703a\"; fontcolor=\"#a0541f\"; fontsize=11\n"
            for box in round.boxes { writeBox(box, indentation + "  ") }
            text += "\(indentation)}\n"
        }
        for name in frame.order {
            guard let inner = frame.frames[name] else { continue }
            frames += 1
            text += "\(indentation)subgraph cluster_\(frames) {\n"
            text += "\(indentation)  label=\(Self.quoted(name)); labeljust=l; fontsize=12\n"
            write(inner, indentation: indentation + "  ", &frames)
            text += "\(indentation)}\n"
        }
    }

    private mutating func writeBox(_ index: Int, _ indentation: String) {
        let box = drawing.boxes[index]
        var lines = ["<b>\(Self.escaped(box.title))</b>"]
        var style = ""
        switch box.kind {
        case .input, .output:
            style = ", shape=ellipse, fillcolor=\"#e8f1ea\", color=\"#5f8a6a\""
            if let type = box.type { lines.append(Self.small(Self.text(of: type))) }
        case .module, .layer:
            style = ", fillcolor=\"\(color(of: box))\""
            lines.append(Self.small(Self.text(of: box.operators)))
            let facts = [
                box.parameters > 0 ? "\(Self.rounded(box.parameters)) parameters" : nil,
                box.macs.flatMap { $0 > 0 ? "\(Self.rounded($0)) MACs" : nil } ?? (box.macs == nil ? "MACs unknown" : nil),
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

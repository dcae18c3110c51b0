internal import CompiledModel

/// One row of hb_mapper's table "The main quantized node information".
package struct PlacedOperator: Sendable, Hashable {
    package enum Processor: String, Sendable, Hashable {
        case bpu = "BPU"
        case cpu = "CPU"
    }

    /// The node's name, its beginning cut off by hb_mapper where it is long.
    package let node: String
    package let processor: Processor
    /// hb_mapper's own operator type: `HzSQuantizedConv`, `HzLut`, `Reshape`.
    package let type: String
    /// Cosine similarity of its output to that of the float model on one sample; the checker measures none.
    package let cosineSimilarity: Double?
    /// Largest magnitude that quantization represents, if the output is quantized.
    package let threshold: Double?
    /// `int8`, `int16`, `float`.
    package let dataType: String
}

/// Reads hb_mapper's table of operators.
package enum OperatorTable {
    static let title = "The main quantized node information"

    /// The rows of the last such table in a log.
    static func parse(_ lines: [String]) -> [PlacedOperator] {
        guard let start = lines.lastIndex(where: { $0.contains(title) }) else { return [] }
        var rows: [PlacedOperator] = []
        var rules = 0
        for line in lines[(start + 1)...] {
            if line.allSatisfy({ $0 == "=" || $0 == "-" }), !line.isEmpty {
                rules += 1
                continue
            }
            if rules < 2 { continue }
            guard let row = self.row(line) else { break }
            rows.append(row)
        }
        return rows
    }

    /// Node, processor, subgraph, type, cosine similarity, threshold, data type: names have no spaces, and cells
    /// without a value hold `--`.
    private static func row(_ line: String) -> PlacedOperator? {
        let cells = line.split(separator: " ")
        guard cells.count >= 6, let processor = PlacedOperator.Processor(rawValue: String(cells[1])) else { return nil }
        let numbers = cells.dropFirst(4)
        return PlacedOperator(
            node: String(cells[0]), processor: processor, type: String(cells[3]),
            cosineSimilarity: numbers.first.flatMap { Double($0) },
            threshold: numbers.dropFirst().first.flatMap { Double($0) },
            dataType: String(cells[cells.count - 1]))
    }
}

internal import ONNX
internal import QuantizedRuntime

/// What a rounded value is in its network.
enum PointKind: Sendable {
    case input, squeezeMean, gelu, depthwise, residual, other
}

/// Tells what values are.
struct PointPatterns {
    /// Further from a mean than this, a gate is another one's.
    private static let gateDistance = 8

    private let consumers: [String: [Node]]

    init(_ graph: Graph) {
        consumers = Dictionary(grouping: graph.nodes.flatMap { node in Set(node.inputs).map { ($0, node) } }, by: \.0)
            .mapValues { $0.map(\.1) }
    }

    func kind(of calibration: Calibration, _ producer: Node?, _ constants: [String: Tensor]) -> PointKind {
        guard let producer else { return .input }
        let readers = consumers[calibration.output] ?? []
        switch producer.operatorType {
        case "HzPreprocess": return .input
        case "GlobalAveragePool", "ReduceMean": return leadsToGate(calibration.output) ? .squeezeMean : .other
        case "HzGelu", "HzSwish", "HzHardSwish": return .gelu
        case "Add": return .residual
        case "Conv" where readers.contains { $0.operatorType == "HzGelu" }: return .gelu
        case "Conv": return isDepthwise(producer) ? .depthwise : .other
        default: return .other
        }
    }

    private func isDepthwise(_ node: Node) -> Bool {
        ((try? node.integer("group", default: 1)) ?? 1) > 1
    }

    private func leadsToGate(_ value: String) -> Bool {
        var values: Set<String> = [value]
        for _ in 0..<Self.gateDistance {
            let readers = values.flatMap { consumers[$0] ?? [] }
            if readers.contains(where: { ["Sigmoid", "HardSigmoid", "HzHardSigmoid"].contains($0.operatorType) }) {
                return true
            }
            values = Set(readers.flatMap(\.outputs))
        }
        return false
    }
}

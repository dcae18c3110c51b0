package import ModelAnalysis
internal import ONNX

/// What `compare --format json` prints.
package struct ComparisonReport: Encodable {
    package struct Side: Encodable {
        let path: String
        let parameters: Int
        let parameterBytes: Int
        let macs: Int?
        let nodes: Int
        let opset: Int?
        let irVersion: Int

        init(_ statistics: ModelStatistics, path: String) {
            self.path = path
            parameters = statistics.parameters
            parameterBytes = statistics.parameterBytes
            macs = statistics.macs
            nodes = statistics.nodes
            opset = statistics.opset
            irVersion = statistics.irVersion
        }
    }

    package struct TypeChange: Encodable {
        let name: String
        /// `null` if the model has no such value.
        let first: String?
        let second: String?

        init(_ change: ModelComparison.Change<ValueType?>) {
            name = change.name
            first = change.first.map { $0?.description ?? "unknown" }
            second = change.second.map { $0?.description ?? "unknown" }
        }
    }

    package struct OperatorChange: Encodable {
        let name: String
        let first: Int
        let second: Int
    }

    package struct NodeEntry: Encodable {
        let change: String
        let node: String
        let details: [String]
    }

    let schemaVersion = 1
    let same: Bool
    let first: Side
    let second: Side
    let inputs: [TypeChange]
    let outputs: [TypeChange]
    let operators: [OperatorChange]
    let nodes: [NodeEntry]
    /// `nil` if the models were not run.
    let numbers: NumericReport?

    package init(_ comparison: ModelComparison, _ numbers: NumericReport?, first: String, second: String) {
        self.numbers = numbers
        same = comparison.isSame
        self.first = Side(comparison.first, path: first)
        self.second = Side(comparison.second, path: second)
        inputs = comparison.inputs.map(TypeChange.init)
        outputs = comparison.outputs.map(TypeChange.init)
        operators = comparison.operators.map {
            OperatorChange(name: $0.name, first: $0.first ?? 0, second: $0.second ?? 0)
        }
        nodes = comparison.nodes.map { NodeEntry(change: $0.kind.rawValue, node: $0.node, details: $0.details) }
    }
}

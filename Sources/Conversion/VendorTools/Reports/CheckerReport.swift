internal import CompiledModel

/// What `hb_mapper checker` says about a model: where each operator would run.
package struct CheckerReport: Sendable, Hashable {
    package let operators: [PlacedOperator]

    package var onBPU: [PlacedOperator] { operators.filter { $0.processor == .bpu } }
    package var onCPU: [PlacedOperator] { operators.filter { $0.processor == .cpu } }

    /// Reads the log of ``MapperStep/check``.
    ///
    /// - Throws: ``ToolchainError/badReport(path:reason:)``, `FileError`.
    package init(log path: String) throws {
        let text = try readText(path)
        guard let report = CheckerReport(text: text) else {
            throw ToolchainError.badReport(path: path, reason: "it has no table of operators")
        }
        self = report
    }

    /// `nil` if the text holds no table of operators.
    init?(text: String) {
        operators = OperatorTable.parse(LineSplitter.lines(of: text).map(\.text))
        if operators.isEmpty { return nil }
    }
}

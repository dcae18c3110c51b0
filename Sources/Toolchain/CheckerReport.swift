/// What `hb_mapper checker` says about a model: where each operator would run.
public struct CheckerReport: Sendable, Hashable {
    public let operators: [PlacedOperator]

    public var onBPU: [PlacedOperator] { operators.filter { $0.processor == .bpu } }
    public var onCPU: [PlacedOperator] { operators.filter { $0.processor == .cpu } }

    /// Reads the log of ``MapperStep/check``.
    ///
    /// - Throws: ``ToolchainError/badReport(path:reason:)``, ``ToolchainError/file(path:message:fix:)``.
    public init(log path: String) throws(ToolchainError) {
        let text = try readText(path)
        guard let report = CheckerReport(text: text) else {
            throw .badReport(path: path, reason: "it has no table of operators")
        }
        self = report
    }

    /// `nil` if the text holds no table of operators.
    init?(text: String) {
        operators = OperatorTable.parse(LineSplitter.lines(of: text).map(\.text))
        if operators.isEmpty { return nil }
    }
}

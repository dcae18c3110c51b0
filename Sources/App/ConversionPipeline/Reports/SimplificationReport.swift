package import Diagnostics
package import GraphPasses
package import GraphRuntime
internal import ModelAnalysis
internal import ONNX
internal import Reporting

/// The result of `simplify`.
package struct SimplificationReport: Sendable, Encodable {
    package let schemaVersion = 1
    package var input: Side
    package var output: Side
    package var passes: [PassRun]
    package var findings: [Finding]
    /// Number of inputs that both models ran on.
    package var samples = 0
    /// The largest difference of each output.
    package var outputs: [TensorDifference] = []
    package var tolerance: Double

    /// One of the two models.
    package struct Side: Sendable, Encodable {
        package var path: String
        package var bytes: Int
        package var parameters: Int
        package var macs: Int?
        package var nodes: Int
        package var opset: Int?
        package var irVersion: Int
        package var operators: [String: Int]

        init(_ model: Model, path: String, bytes: Int) {
            let statistics = ModelStatistics(model)
            self.path = path
            self.bytes = bytes
            parameters = statistics.parameters
            macs = statistics.macs
            nodes = statistics.nodes
            opset = statistics.opset
            irVersion = statistics.irVersion
            operators = statistics.operators
        }
    }

    init(input: Side, output: Side, passes: [PassRun], findings: [Finding], tolerance: Double) {
        self.input = input
        self.output = output
        self.passes = passes
        self.findings = findings
        self.tolerance = tolerance
    }

    /// Whether the models agree on every sample, and the new one has the requested form.
    package var isAccepted: Bool {
        !findings.containErrors && samples > 0 && !outputs.isEmpty && outputs.allSatisfy { $0.relative <= tolerance }
    }

    /// Why the model was not written: errors, and outputs that differ.
    var objections: [Finding] {
        findings.filter { $0.severity == .error }
            + outputs.filter { $0.relative > tolerance }.map { output in
                Finding(
                    rule: "outputs-differ", severity: .error,
                    message:
                        "after simplification, output '\(output.name)' differs by "
                        + "\(Figure.scientific(output.relative)) of its largest value, more than the tolerance of "
                        + "\(Figure.scientific(tolerance))",
                    fix: "find the pass with `repvit-convert simplify --only` and `--skip`, and report it as a bug")
            }
    }

    enum CodingKeys: CodingKey {
        case schemaVersion, input, output, passes, findings, samples, outputs, tolerance, accepted
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(schemaVersion, forKey: .schemaVersion)
        try container.encode(input, forKey: .input)
        try container.encode(output, forKey: .output)
        try container.encode(passes, forKey: .passes)
        try container.encode(findings.map { FindingRecord($0) }, forKey: .findings)
        try container.encode(samples, forKey: .samples)
        try container.encode(outputs, forKey: .outputs)
        try container.encode(tolerance, forKey: .tolerance)
        try container.encode(isAccepted, forKey: .accepted)
    }
}

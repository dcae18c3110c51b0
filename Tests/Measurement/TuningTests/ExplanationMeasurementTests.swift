import Evaluation
import ONNX
import QuantizedRuntime
import Testing

@testable import Tuning

@Suite("The errors of a calibrated model")
struct ExplanationMeasurementTests {
    private let model = SmallNetwork.model()

    private func logits(_ adjusting: (inout Calibration) -> Void) throws -> [Float] {
        let program = try CalibratedProgram(model, adjusting: adjusting)
        return try program.run(["x": SmallNetwork.input])["y"]?.floats() ?? []
    }

    private func structure() throws -> CalibratedStructure {
        try CalibratedStructure(model, try CalibratedProgram(model))
    }

    @Test("The values that a point needs besides itself do not depend on it")
    func frontier() throws {
        let points = try structure().points
        #expect(points.map(\.calibration.output) == ["a", "d", "g"])
        #expect(points.map(\.frontier) == [[], [], []])
        #expect(Reach(try CalibratedProgram(model).nodes, checkpoints: ["a", "d", "g"]).frontier(of: "e") == ["d"])
    }

    @Test("Own errors from kept values equal those of whole runs")
    func own() throws {
        let structure = try structure()
        let exact = try logits { $0.precision = nil }
        let sums = try ErrorMeasurement(model, structure: structure, output: "y").measure(
            ErrorMeasurement.Inputs(float: exact, calibrated: ["x": SmallNetwork.input]), [.own, .converseAndWeights])
        for (index, point) in structure.points.enumerated() {
            let name = point.calibration.name
            let own = try logits { if $0.name != name { $0.precision = nil } }
            #expect(sums.own[index] == LogitDistance(own, from: exact))
            let converse = try logits { if $0.name == name { $0.precision = nil } }
            #expect(sums.converse[index] == LogitDistance(converse, from: exact))
        }
        #expect(structure.weights.map(\.name) == ["c", "e"])
        for (index, weight) in structure.weights.enumerated() {
            let name = weight.calibration.name
            let own = try logits { if $0.name != name { $0.precision = nil } }
            #expect(sums.weights[index] == LogitDistance(own, from: exact))
        }
        #expect(try sums.total == LogitDistance(logits { _ in }, from: exact))
        #expect(try sums.weightsAlone == LogitDistance(logits { if !$0.isWeight { $0.precision = nil } }, from: exact))
    }
}

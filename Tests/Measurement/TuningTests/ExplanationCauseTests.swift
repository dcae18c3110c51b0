import Evaluation
import InputContract
import ONNX
import QuantizedRuntime
import Testing

@testable import Tuning

@Suite("Named causes")
struct ExplanationCauseTests {
    /// The cause of a value of the small network, whose roundings are edited rather than built by the vendor.
    private func cause(_ model: Model, of name: String, inputs: [Tensor] = [SmallNetwork.input]) throws -> Cause {
        let structure = try CalibratedStructure(model, try CalibratedProgram(model))
        let measurement = try ErrorMeasurement(model, structure: structure, output: "y")
        var sums = ErrorSums(points: structure.points.count, weights: structure.weights.count)
        for input in inputs {
            let exact = try CalibratedProgram(model) { $0.precision = nil }.run(["x": input])["y"]?.floats() ?? []
            sums.add(try measurement.measure(.init(float: exact, calibrated: ["x": input]), [.own]))
        }
        let index = try #require(structure.points.firstIndex { $0.calibration.input == name })
        return Diagnosis(structure).cause(
            of: structure.points[index], sums.statistics[index], noise: sums.local[index].noise)
    }

    @Test("A threshold below most values is a saturating activation (edited calibrated model)")
    func saturation() throws {
        let found = try cause(SmallNetwork.model(thresholds: ["d": 0.25]), of: "c")
        #expect(found.kind == .saturation, "\(found)")
    }

    @Test("An image far beyond the others sets the range")
    func image() throws {
        let usual = try SmallNetwork.input.floats()
        let small = Tensor(shape: SmallNetwork.input.shape, floats: usual.map { $0 / 4 })
        let inputs = [small, small, small, small, SmallNetwork.input]
        #expect(try cause(SmallNetwork.model(), of: "x", inputs: inputs).kind == .outlierImage)
    }

    @Test("A sum of branches is named as a residual add")
    func residual() throws {
        #expect(try cause(SmallNetwork.model(thresholds: ["d": 16, "g": 16]), of: "f").kind == .residualAdd)
    }

    @Test("A channel far beyond the others sets the range")
    func channel() throws {
        let point = try CalibratedStructure(SmallNetwork.model(), try CalibratedProgram(SmallNetwork.model())).points[1]
        var statistics = ValueStatistics()
        let values = (0..<10).map { Float($0 == 3 ? 400 : 4) }
        statistics.add(values, shape: [1, 10, 1, 1], threshold: 400)
        let structure = try CalibratedStructure(SmallNetwork.model(), try CalibratedProgram(SmallNetwork.model()))
        let found = Diagnosis(structure).cause(of: point, statistics, noise: 1)
        #expect(found.kind == .outlierChannel)
        #expect(found.evidence.contains("channel 3 reaches 400"), "\(found.evidence)")
    }

    @Test("A model that is fed another range than it was built for is named, with the YAML line")
    func range() {
        let found = InputDiagnosis.range(model: .full, fed: .video, otherDb: 18.2)
        #expect(found?.kind == .wrongRange)
        #expect(found?.answer == "input_space_and_range: bt601_video")
        #expect(InputDiagnosis.range(model: .full, fed: .full, otherDb: 18.2) == nil)
        #expect(InputDiagnosis.range(model: nil, fed: .full, otherDb: nil) == nil)
    }

    @Test("How clearly a class stands out does not depend on the scale of the logits")
    func clarity() {
        let logits: [Float] = [1, 5, 2, -1]
        let scaled = logits.map { $0 * 64 }
        #expect(abs(ConventionTrial.clarity(logits) - ConventionTrial.clarity(scaled)) < 1e-9)
        #expect(ConventionTrial.clarity([2, 2]) == 0)
    }

    @Test("Another convention is better only beyond chance")
    func significance() {
        let stated = (0..<8).map { 5 + Double($0 % 3) * 0.1 }
        #expect(ConventionTrial.compare(stated.map { $0 + 1 }, with: stated).isBetter)
        #expect(!ConventionTrial.compare(stated.map { $0 + 0.2 }, with: stated).isBetter)
        let noisy = stated.enumerated().map { $1 + ($0 % 2 == 0 ? 5 : -3) }
        #expect(!ConventionTrial.compare(noisy, with: stated).isBetter)
    }
}

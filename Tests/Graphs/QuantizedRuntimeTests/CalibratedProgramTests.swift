import Diagnostics
import GraphRuntime
import ONNX
import Testing

@testable import QuantizedRuntime

@Suite("Calibrated models")
struct CalibratedProgramTests {
    static let rounding: [String: AttributeValue] = [
        "qtype": .text("int8"), "switch": .text("ON"), "thresholds": .floats([127]), "scales": .floats([1]),
        "constant": .integer(1), "axis": .integer(0),
    ]

    /// `x` through a rounding, a 1x1 convolution with rounded weights, a rounding and a GELU.
    static func model(_ attributes: [String: AttributeValue] = rounding) -> Model {
        func node(_ type: String, _ name: String, _ inputs: [String], _ attributes: [String: AttributeValue] = [:])
            -> Node
        {
            Node(
                type, name: name, domain: type == "Conv" ? "" : "horizon", inputs: inputs, outputs: [name],
                attributes: attributes.sorted { $0.key < $1.key }.map { Attribute($0.key, $0.value) })
        }
        var perChannel = rounding
        perChannel["thresholds"] = .floats([1, 2])
        let graph = Graph(
            name: "graph",
            nodes: [
                node("HzCalibration", "a", ["x"], attributes), node("HzCalibration", "v", ["w"], perChannel),
                node("Conv", "c", ["a", "v"]), node("HzCalibration", "d", ["c"], rounding), node("HzGelu", "y", ["d"]),
            ],
            inputs: [ValueInfo("x", .tensor(.float, shape: [.fixed(1), .fixed(2), .fixed(1), .fixed(4)]))],
            outputs: [ValueInfo("y", nil)],
            initializers: [Tensor(name: "w", shape: [2, 2, 1, 1], floats: [0.31, -1.7, 0.9, 0.033])])
        return Model(graph: graph, opset: 11, irVersion: 6)
    }

    static let inputs = [
        "x": Tensor(shape: [1, 2, 1, 4], floats: [-300, -127.5, -1.5, -0.5, 0.5, 2.5, 126.5, .infinity])
    ]

    @Test("A value is rounded half to even, within the integers' range")
    func rounding() throws {
        let values = try CalibratedProgram(Self.model()).run(Self.inputs, keeping: ["a"])
        #expect(try values["a"]?.floats() == [-128, -128, -2, 0, 0, 2, 126, 127])
    }

    @Test(
        "A calibration that is off, or of floats, leaves its value",
        arguments: [("switch", AttributeValue.text("OFF")), ("qtype", .text("float32")), ("constant", .integer(0))])
    func inactive(name: String, value: AttributeValue) throws {
        var attributes = Self.rounding
        attributes[name] = value
        let values = try CalibratedProgram(Self.model(attributes)).run(Self.inputs, keeping: ["a"])
        #expect(try values["a"]?.floats() == Self.inputs["x"]?.floats())
    }

    @Test("Weights are rounded with a threshold for each channel")
    func weights() throws {
        let program = try CalibratedProgram(Self.model())
        #expect(program.calibrations.map(\.isWeight) == [false, true, false])
        let one = try program.calibrations[1].rounded(Tensor(shape: [2, 1], floats: [0.31, 0.9])).floats()
        #expect(one == [(0.31 / (1 / 127 as Float)).rounded(.toNearestOrEven) * (1 / 127), 57 * (2 / 127 as Float)])
    }

    @Test("A run from known values is the same as one from the beginning, and needs no inputs")
    func prefix() throws {
        let program = try CalibratedProgram(Self.model())
        let values = try program.run(Self.inputs, keeping: ["a", "c", "d"])
        for name in ["a", "c", "d"] {
            let known = try #require(values[name])
            let found = try program.run([:], from: [name: known])
            #expect(try found["y"]?.floats() == values["y"]?.floats())
            #expect(found.keys.sorted() == ["y"])
        }
        #expect(throws: RuntimeError.self) { try program.run([:], keeping: ["a"], from: ["d": values["d"]!]) }
    }

    @Test("Thresholds and precision can be changed")
    func adjusting() throws {
        let off = try CalibratedProgram(Self.model()) { if !$0.isWeight { $0.precision = nil } }
        #expect(try off.run(Self.inputs, keeping: ["a"])["a"]?.floats() == Self.inputs["x"]?.floats())
        let wide = try CalibratedProgram(Self.model()) { if !$0.isWeight { $0.precision = .int16 } }
        #expect(try wide.run(Self.inputs, keeping: ["a"])["a"]?.floats().last == 127)
    }

    @Test(
        "Attributes that make no sense are refused",
        arguments: [
            ("thresholds", AttributeValue.floats([])), ("thresholds", .floats([0])), ("thresholds", .floats([.nan])),
            ("thresholds", .floats([-1])), ("thresholds", .integers([1])), ("qtype", .text("int4")),
            ("qtype", .integer(3)), ("switch", .integer(1)), ("axis", .text("x")),
        ])
    func refusals(name: String, value: AttributeValue) throws {
        var attributes = Self.rounding
        attributes[name] = value
        #expect { try CalibratedProgram(Self.model(attributes)) } throws: { ($0 as? any UserError) != nil }
    }

    @Test(
        "Thresholds that do not fit the value are refused when it is computed",
        arguments: [
            ([1, 2, 3] as [Float], 0), ([1, 2], 1 << 40), ([1, 2], -9), ([1, 2], .min), ([1, 2, 3, 4, 5], 3),
        ])
    func misfits(thresholds: [Float], axis: Int) throws {
        var attributes = Self.rounding
        attributes["thresholds"] = .floats(thresholds)
        attributes["axis"] = .integer(Int64(axis))
        #expect { try CalibratedProgram(Self.model(attributes)).run(Self.inputs) } throws: {
            ($0 as? any UserError) != nil
        }
    }

    @Test("An operator that is not known is refused by its name")
    func unknown() {
        var model = Self.model()
        model.graph.nodes[4].operatorType = "HzTelepathy"
        #expect { try CalibratedProgram(model) } throws: { "\($0)".contains("HzTelepathy") }
    }
}

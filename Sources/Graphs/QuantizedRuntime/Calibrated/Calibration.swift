internal import GraphRuntime
package import ONNX

/// A node of a calibrated model that rounds a value as its quantization will: `HzCalibration`.
package struct Calibration: Sendable, Hashable {
    /// The integers that a value is rounded to.
    package enum Precision: String, Sendable, CaseIterable {
        case int8, int16, uint8

        /// The integers. A threshold is the value of the largest.
        package var range: ClosedRange<Int> {
            switch self {
            case .int8: -128...127
            case .int16: -32768...32767
            case .uint8: 0...255
            }
        }
    }

    /// Of the node.
    package let name: String
    package let input: String
    package let output: String
    /// Whether it rounds a constant.
    package let isWeight: Bool
    /// The index of the axis that has a threshold for each of its elements, where there are several thresholds.
    package let axis: Int
    /// Positive.
    package var thresholds: [Float]
    /// `nil`: the value is left as it is.
    package var precision: Precision?

    /// The value of one step. Only thresholds count: what the vendor's runtime does with `scales` was measured to be
    /// nothing.
    package var scales: [Float] {
        let largest = Float(precision?.range.upperBound ?? 1)
        return thresholds.map { $0 / largest }
    }

    /// - Parameter constants: names of the model's initializers.
    init(_ node: Node, constants: Set<String>) throws {
        guard node.inputs.count == 1, node.outputs.count == 1 else {
            throw RuntimeError.node(node: node.description, problem: "expected one input and one output")
        }
        name = node.name
        (input, output) = (node.inputs[0], node.outputs[0])
        isWeight = constants.contains(node.inputs[0])
        axis = try node.integer("axis", default: 0)
        let type = try node.text("qtype", default: "int8")
        let isActive = try node.text("switch", default: "ON") != "OFF" && node.flag("constant", default: true)
        switch type {
        case _ where !isActive: precision = nil
        case "float32", "float": precision = nil
        default:
            guard let known = Precision(rawValue: type) else {
                throw RuntimeError.unsupported(
                    node: node.description, operatorType: node.operatorType, opset: 1,
                    reason: "attribute 'qtype' is '\(type)'")
            }
            precision = known
        }
        thresholds = try node.floats("thresholds") ?? []
        guard precision == nil || !thresholds.isEmpty, thresholds.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw RuntimeError.node(
                node: node.description, problem: "attribute 'thresholds' does not hold positive numbers")
        }
    }

    /// The node as the float executor computes it.
    var executable: Node {
        guard let precision else { return Node("Identity", name: name, inputs: [input], outputs: [output]) }
        return ExtensionOperators.fakeQuantization(
            name: name, input: input, output: output, scales: scales, axis: axis, range: precision.range)
    }

    /// A value as it leaves the node.
    ///
    /// - Throws: `RuntimeError/node` if its shape does not fit the thresholds.
    package func rounded(_ tensor: Tensor) throws -> Tensor {
        guard let result = try NodeEvaluator.evaluate(executable, inputs: [tensor], opset: 11).first ?? nil else {
            return tensor
        }
        return result
    }
}

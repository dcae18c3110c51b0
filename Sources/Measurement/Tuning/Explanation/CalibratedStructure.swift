package import ONNX
package import QuantizedRuntime

/// Where a calibrated model rounds, and what depends on that.
package struct CalibratedStructure: Sendable {
    /// The rounding of a value that is not a constant.
    package struct Point: Sendable {
        package let calibration: Calibration
        /// The node that computes the value; `nil` for an input of the graph.
        package let producer: Node?
        /// Values of other points from which, with this one, the outputs can be computed.
        let frontier: Set<String>
        let kind: PointKind

        /// What a person calls it.
        package var name: String { producer?.name ?? calibration.input }
    }

    /// The rounding of a weight that one node reads.
    package struct Weight: Sendable {
        package let calibration: Calibration
        /// As the float executor computes it.
        let consumer: Node
        let frontier: Set<String>
        /// The largest magnitude of each output channel.
        let magnitudes: [Double]

        package var name: String { consumer.name }
    }

    package let points: [Point]
    package let weights: [Weight]
    let constants: [String: Tensor]

    /// - Throws: as `CalibratedProgram`.
    package init(_ model: Model, _ program: CalibratedProgram) throws {
        let graph = model.graph
        let constants = try Self.constants(of: model)
        self.constants = constants
        let producers = Dictionary(
            graph.nodes.flatMap { node in node.outputs.map { ($0, node) } }, uniquingKeysWith: { first, _ in first })
        let active = program.calibrations.filter { !$0.isWeight }
        let reach = Reach(program.nodes, checkpoints: Set(active.map(\.output)))
        let patterns = PointPatterns(graph)
        points = active.map { calibration in
            let producer = producers[calibration.input]
            return Point(
                calibration: calibration, producer: producer, frontier: reach.frontier(of: calibration.output),
                kind: patterns.kind(of: calibration, producer, constants))
        }
        let consumers = Dictionary(
            grouping: program.nodes.flatMap { node in Set(node.inputs).map { ($0, node) } }, by: \.0)
        weights = try program.calibrations.filter(\.isWeight).compactMap { calibration in
            guard let found = consumers[calibration.output], found.count == 1, let output = found[0].1.outputs.first,
                let constant = constants[calibration.input]
            else { return nil }
            return Weight(
                calibration: calibration, consumer: found[0].1, frontier: reach.frontier(of: output),
                magnitudes: Self.magnitudes(try constant.floats(), channels: constant.shape.first ?? 1))
        }
    }

    private static func constants(of model: Model) throws -> [String: Tensor] {
        var constants: [String: Tensor] = [:]
        for tensor in model.graph.initializers {
            constants[tensor.name] = Tensor(
                name: tensor.name, shape: tensor.shape, elementType: tensor.elementType,
                data: .raw(try tensor.bytes(in: model.externalFiles)))
        }
        return constants
    }

    private static func magnitudes(_ elements: [Float], channels: Int) -> [Double] {
        guard channels > 0, elements.count % channels == 0 else { return [] }
        let length = elements.count / channels
        return (0..<channels).map { channel in
            elements[channel * length..<(channel + 1) * length].reduce(0) { max($0, Double(abs($1))) }
        }
    }
}

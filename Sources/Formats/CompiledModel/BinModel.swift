internal import CBinProto
internal import Support

/// A compiled model: what the `.bin` says about itself, and the blob that the BPU runs.
package struct BinModel: Sendable {
    /// A tensor at the model's border.
    package struct Port: Sendable, Hashable {
        package let name: String
        /// As the model takes or gives it; an NV12 input says `[1, height, width, 3]`.
        package let shape: [Int]
        /// `int8`, `float32`, ...
        package let elementType: String
    }

    /// One input of the BPU part.
    package struct Feed: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            case nv12, yuv444, rgb, bgr, gray
            /// Float values, quantized on the CPU with this scale.
            case featureMap(scale: Float)
        }

        /// The name of the model's input that it comes from.
        package let name: String
        package let kind: Kind
        /// `[batch, height, width, channels]` for NV12 and gray, `[batch, channels, height, width]` or with the channels
        /// last for the others.
        package let shape: [Int]
    }

    package let path: String
    package let name: String
    package let inputs: [Port]
    package let outputs: [Port]
    /// What the BPU part is given, in its own order.
    package let feeds: [Feed]
    /// Operators that the CPU runs around the BPU part, in order, by type.
    package let cpuOperators: [String]
    /// The BPU part's name: what hbdk-sim calls the model.
    package let entryPoint: String
    /// Factor by which each of the BPU's raw integers becomes a logit, one a channel, or one for all. Also of models
    /// whose `Dequantize` was removed, which leave the factor to the board's program.
    package let outputScales: [Float]
    /// How it was built, under hb_mapper's own names (`MARCH`, `INPUT_TYPE_RT`, ...), lists ending in `;`.
    package let parameters: [String: String]
    /// Size of the blob for the BPU in bytes.
    package let programSize: Int

    private let message: BinMessage
    private static let program = "PACKED_HBM_MODEL"

    /// Reads a `.bin` as hb_mapper 1.24 makes it.
    ///
    /// - Throws: ``CompiledModelError`` if it is cut short, empty, or something else; `FileError` if it cannot be read.
    package init(path: String) throws {
        let file = try MappedFile(path: path)
        guard !file.isEmpty else { throw CompiledModelError(path: path, reason: "the file is empty") }
        // A protobuf message is at most this long.
        guard file.count < Int(Int32.max) else { throw CompiledModelError(path: path, reason: "it has more than 2 GB") }
        guard let message = file.withUnsafeBytes({ BinMessage($0) }) else {
            throw CompiledModelError(path: path, reason: "it is cut short, or not the container that hb_mapper writes")
        }
        self.path = path
        self.message = message
        parameters = message.information

        let read = message.withGraphs { graphs -> Result<GraphFacts, Mistake> in
            guard graphs.count == 1 else {
                return .failure(Mistake(reason: "expected one graph, found \(graphs.count)"))
            }
            return GraphFacts.read(graphs[0].pointee)
        }
        let facts: GraphFacts
        switch read {
        case .success(let success): facts = success
        case .failure(let mistake): throw CompiledModelError(path: path, reason: mistake.reason)
        }
        name = facts.name
        inputs = facts.inputs
        outputs = facts.outputs
        cpuOperators = facts.cpuOperators
        feeds = facts.feeds
        entryPoint = facts.entryPoint
        outputScales = facts.scales
        guard let size = message.withBytes(ofConstant: Self.program, inGraph: 0, { $0.count }), size > 0 else {
            throw CompiledModelError(path: path, reason: "it has no program for the BPU")
        }
        programSize = size
    }

    /// Writes the BPU's program as a file that hbdk-sim runs.
    ///
    /// - Throws: `FileError` if it cannot be written.
    package func writeProgram(to destination: String) throws {
        let written = message.withBytes(ofConstant: Self.program, inGraph: 0) { bytes -> Result<Void, FileError> in
            do throws(FileError) {
                var file = try AtomicFile(path: destination)
                try file.write(bytes)
                try file.commit()
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        if case .failure(let error) = written { throw error }
    }

    /// Lends the BPU's program.
    package func withProgram<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        message.withBytes(ofConstant: Self.program, inGraph: 0, body)
    }

    private struct Mistake: Error {
        let reason: String
    }

    /// What is read of the one graph.
    private struct GraphFacts {
        var name = ""
        var inputs: [Port] = []
        var outputs: [Port] = []
        var feeds: [Feed] = []
        var cpuOperators: [String] = []
        var entryPoint = ""
        var scales: [Float] = []

        static func read(_ graph: RepvitBin__Graph) -> Result<GraphFacts, Mistake> {
            var facts = GraphFacts()
            facts.name = text(graph.name)
            for (field, count, isInput) in [(graph.input, graph.n_input, true), (graph.output, graph.n_output, false)] {
                for value in pointers(field, count) {
                    guard let port = port(value.pointee) else {
                        return .failure(Mistake(reason: "an input or output has no type, or an impossible shape"))
                    }
                    if isInput { facts.inputs.append(port) } else { facts.outputs.append(port) }
                }
            }
            let nodes = pointers(graph.node, graph.n_node)
            let bpu = nodes.filter { text($0.pointee.op_type) == "BPU" }
            guard bpu.count == 1 else { return .failure(Mistake(reason: "expected one BPU part, found \(bpu.count)")) }
            facts.entryPoint = text(bpu[0].pointee.name)
            facts.cpuOperators = nodes.map { text($0.pointee.op_type) }.filter { $0 != "BPU" }
            guard !facts.inputs.isEmpty, !facts.outputs.isEmpty, !facts.entryPoint.isEmpty else {
                return .failure(Mistake(reason: "it has no inputs, no outputs, or no name for its BPU part"))
            }
            facts.scales = scales(of: graph, nodes: nodes.map(\.pointee))
            facts.feeds = feeds(of: graph, nodes: nodes.map(\.pointee), inputs: facts.inputs)
            guard facts.scales.allSatisfy(\.isFinite) else {
                return .failure(Mistake(reason: "an output scale is not a finite number"))
            }
            return .success(facts)
        }

        /// The second input of the one `Dequantize`. Where that was removed, what it used is still there, as the only
        /// numbers that no node uses.
        private static func scales(of graph: RepvitBin__Graph, nodes: [RepvitBin__Node]) -> [Float] {
            let dequantize = nodes.filter { text($0.op_type) == "Dequantize" }
            let constants = floats(of: graph)
            if dequantize.isEmpty {
                let used = Set(nodes.flatMap(operands))
                let unused = constants.filter { !used.contains($0.key) && !$0.value.isEmpty }
                return unused.count == 1 ? unused.first?.value ?? [] : []
            }
            guard dequantize.count == 1, let name = operands(dequantize[0]).dropFirst().first else { return [] }
            return constants[name] ?? []
        }

        private static func floats(of graph: RepvitBin__Graph) -> [String: [Float]] {
            var values: [String: [Float]] = [:]
            for constant in pointers(graph.initializer, graph.n_initializer) {
                values[text(constant.pointee.name)] = numbers(
                    constant.pointee.float_data, constant.pointee.n_float_data)
            }
            return values
        }

        private static func operands(_ node: RepvitBin__Node) -> [String] {
            guard let inputs = node.input else { return [] }
            return (0..<node.n_input).map { text(inputs[$0]) }
        }

        /// The inputs of the BPU part; empty if one of them is of an unknown kind.
        private static func feeds(of graph: RepvitBin__Graph, nodes: [RepvitBin__Node], inputs: [Port]) -> [Feed] {
            guard let bpu = nodes.first(where: { text($0.op_type) == "BPU" }) else { return [] }
            let kinds = numbers(graph.input_type, graph.n_input_type)
            guard kinds.count == inputs.count else { return [] }
            let constants = floats(of: graph)
            var feeds: [Feed] = []
            for operand in operands(bpu) {
                var (name, scale) = (operand, nil as Float?)
                if let quantize = nodes.first(where: { text($0.op_type) == "Quantize" && outputs($0) == [operand] }) {
                    let sources = operands(quantize)
                    guard sources.count == 2, let scales = constants[sources[1]], scales.count == 1, scales[0] > 0
                    else {
                        return []
                    }
                    (name, scale) = (sources[0], scales[0])
                }
                guard let index = inputs.firstIndex(where: { $0.name == name }),
                    let kind = kind(kinds[index], scale: scale)
                else { return [] }
                feeds.append(Feed(name: name, kind: kind, shape: inputs[index].shape))
            }
            return feeds
        }

        private static func outputs(_ node: RepvitBin__Node) -> [String] {
            guard let outputs = node.output else { return [] }
            return (0..<node.n_output).map { text(outputs[$0]) }
        }

        /// The numbers are those of hb_mapper 1.24.
        private static func kind(_ number: Int32, scale: Float?) -> Feed.Kind? {
            switch (number, scale) {
            case (5, let scale?): .featureMap(scale: scale)
            case (6, nil): .gray
            case (7, nil): .nv12
            case (8, nil): .yuv444
            case (9, nil): .bgr
            case (10, nil): .rgb
            default: nil
            }
        }

        private static func port(_ value: RepvitBin__Value) -> Port? {
            guard let type = value.type else { return nil }
            let shape = numbers(type.pointee.dimension, type.pointee.n_dimension)
            // No tensor at the border of a model for this chip is anywhere near this large; so no product overflows.
            guard shape.allSatisfy({ $0 >= 0 }), let count = checkedProduct(shape.map { max(1, Int($0)) }),
                count <= 1 << 32
            else { return nil }
            let names = [
                "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "bytes", "float16",
                "float64", "uint32", "uint64", "bfloat16", "bool",
            ]
            let index = Int(type.pointee.element_type)
            return Port(
                name: text(value.name), shape: shape.map { Int($0) },
                elementType: names.indices.contains(index) ? names[index] : "type \(index)")
        }
    }
}

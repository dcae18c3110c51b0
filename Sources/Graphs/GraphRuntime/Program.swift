internal import ONNX
internal import ONNXOperators

/// A graph made ready to be computed: nodes in order, each value in a numbered place, and when it is used last.
final class Program: Sendable {
    /// One node.
    struct Step: Sendable {
        let node: Node
        let kernel: OperatorKernel
        /// Places of the inputs; `nil` for those left out.
        let inputs: [Int?]
        var outputs: [Int?]
        /// Places that nobody looks at after this step.
        var lastUses: [Int] = []
        var fusion = Fusion()
        /// The place of what the fusion adds.
        var addend: Int?
        let preparations = Preparations()
    }

    private let inputs: [(info: ValueInfo, place: Int)]
    /// The graph's outputs.
    private let outputNames: Set<String>
    /// Names and places of what a run may give.
    private let results: [(name: String, place: Int)]
    private let constants: [Int: Value]
    private let steps: [Step]
    private let placeCount: Int
    private let opset: Int
    private let memory: MemoryPool
    private let files: ExternalFiles?

    init(_ model: Model, keeping kept: Set<String>, memory: MemoryPool) throws {
        self.memory = memory
        files = model.externalFiles
        opset = model.opset ?? 1
        let graph = try model.inliningFunctions().graph
        guard graph.sparseInitializers.isEmpty else {
            throw RuntimeError.input(
                name: graph.sparseInitializers[0].values.name, problem: "the executor takes no sparse tensors")
        }
        outputNames = Set(graph.outputs.map(\.name))
        let given = outputNames.union(kept)
        var fused = FusionGraph(
            Self.withoutIdentities(try Self.checked(graph.nodes, opset: opset), keeping: given), kept: given,
            constants: try Self.constants(graph, opset: opset, files: files, memory: memory))
        try ActivationForms.join(&fused, memory: memory)
        try ConvolutionChains.join(&fused, memory: memory)

        var places: [String: Int] = [:]
        var constants: [Int: Value] = [:]
        // Older models list their weights among the inputs.
        inputs = graph.inputs.filter { !fused.constants.contains($0.name) }.map { info in
            places[info.name] = places.count
            return (info, places.count - 1)
        }
        /// Where an operand is, which has to be there already.
        func place(_ name: String) throws -> Int? {
            if name.isEmpty { return nil }
            let isNew = places[name] == nil
            let place = places[name] ?? places.count
            if constants[place] == nil, let value = try fused.constants.value(name) {
                places[name] = place
                constants[place] = value
            } else if isNew {
                throw RuntimeError.undefined(value: name)
            }
            return place
        }
        var steps: [Step] = []
        for item in fused.items.compactMap(\.self) {
            guard let kernel = OperatorKernels.kernel(for: item.node) else { continue }
            var operands: [Int?] = []
            for name in item.node.inputs { operands.append(try place(name)) }
            var step = Step(node: item.node, kernel: kernel, inputs: operands, outputs: [], fusion: item.fusion)
            if let addend = item.addend { step.addend = try place(addend) }
            for name in item.node.outputs {
                guard !name.isEmpty else {
                    step.outputs.append(nil)
                    continue
                }
                guard places[name] == nil, !fused.constants.contains(name) else {
                    throw RuntimeError.duplicate(value: name)
                }
                places[name] = places.count
                step.outputs.append(places.count - 1)
            }
            steps.append(step)
        }
        var results: [(String, Int)] = []
        for name in graph.outputs.map(\.name) + kept.sorted() {
            guard let known = try place(name) else { throw RuntimeError.undefined(value: name) }
            results.append((name, known))
        }
        self.results = results
        self.steps = Self.markingLastUses(steps, keeping: Set(results.map(\.1) + constants.keys))
        self.constants = constants
        placeCount = places.count
    }

    /// The nodes but for the constants among them, all of which the executor has.
    private static func checked(_ nodes: [Node], opset: Int) throws -> [Node] {
        for node in nodes where OperatorKernels.kernel(for: node, opset: opset) == nil {
            throw RuntimeError.unsupported(
                node: node.description, operatorType: node.operatorType, opset: opset, reason: nil)
        }
        let others = nodes.filter { $0.operatorType != "Constant" }
        for node in others where node.inputs.isEmpty || node.outputs.isEmpty {
            throw RuntimeError.node(node: node.description, problem: "it has no inputs or no outputs")
        }
        return others
    }

    /// The nodes without those that only pass a value on, under the names of what these pass on. Values that are to be
    /// kept stay.
    private static func withoutIdentities(_ nodes: [Node], keeping kept: Set<String>) -> [Node] {
        var names: [String: String] = [:]
        var result: [Node] = []
        for var node in nodes {
            node.inputs = node.inputs.map { names[$0] ?? $0 }
            if node.operatorType == "Identity", node.inputs.count == 1, node.outputs.count == 1,
                !kept.contains(node.outputs[0])
            {
                names[node.outputs[0]] = node.inputs[0]
            } else {
                result.append(node)
            }
        }
        return result
    }

    /// Initializers, and what `Constant` nodes hold.
    private static func constants(
        _ graph: Graph, opset: Int, files: ExternalFiles?, memory: MemoryPool
    ) throws -> ConstantTable {
        var table = ConstantTable(graph.initializers, files: files, memory: memory)
        for node in graph.nodes where node.operatorType == "Constant" {
            guard let name = node.outputs.first, let kernel = OperatorKernels.kernel(for: node, opset: opset) else {
                continue
            }
            let context = KernelContext(node: node, opset: opset, inputs: [], memory: memory, files: files)
            if let value = try kernel.run(context).first ?? nil { table.set(name, to: value) }
        }
        return table
    }

    private static func markingLastUses(_ steps: [Step], keeping kept: Set<Int>) -> [Step] {
        var steps = steps
        var seen = kept
        for index in steps.indices.reversed() {
            for place in (steps[index].inputs + [steps[index].addend] + steps[index].outputs).compactMap(\.self)
            where seen.insert(place).inserted {
                steps[index].lastUses.append(place)
            }
        }
        return steps
    }

    /// How many steps a run takes: fewer than nodes, where some are computed together.
    var stepCount: Int { steps.count }

    // MARK: Running

    /// - Parameters:
    ///   - known: some of the values that are kept. Steps that nothing else depends on are left out.
    ///   - names: of the values to return besides the graph's outputs.
    func run(
        _ given: [String: Tensor], from known: [String: Tensor] = [:], returning names: Set<String> = []
    ) throws -> [String: Tensor] {
        let wanted = results.filter { outputNames.contains($0.name) || names.contains($0.name) }
        var values = [Value?](repeating: nil, count: placeCount)
        for (place, value) in constants { values[place] = value }
        for (name, place) in results {
            guard let tensor = known[name] else { continue }
            values[place] = try Value(tensor, files: files, in: memory)
        }
        let needed = self.needed(for: wanted.map(\.place), known: values)
        try bind(given, &values, needed: known.isEmpty ? nil : needed.places)
        for (index, step) in steps.enumerated() where needed.steps[index] {
            var operands: [Value?] = []
            for place in step.inputs {
                guard let place else {
                    operands.append(nil)
                    continue
                }
                guard let value = values[place] else { throw RuntimeError.undefined(value: step.node.description) }
                operands.append(value)
            }
            var context = KernelContext(
                node: step.node, opset: opset, inputs: operands, memory: memory, files: files,
                preparations: step.preparations)
            context.fusion = step.fusion
            context.fusion.added = step.addend.flatMap { values[$0] }
            let outputs = try step.kernel.run(context)
            for (index, place) in step.outputs.enumerated() {
                guard let place else { continue }
                guard index < outputs.count, let output = outputs[index] else {
                    throw context.unsupported("the executor does not compute output '\(step.node.outputs[index])'")
                }
                // What is known already stays.
                if values[place] == nil { values[place] = output }
            }
            for place in step.lastUses { values[place] = nil }
        }
        var tensors: [String: Tensor] = [:]
        for (name, place) in wanted {
            guard let value = values[place] else { throw RuntimeError.undefined(value: name) }
            tensors[name] = try value.tensor(named: name, in: memory)
        }
        return tensors
    }

    /// What has to be computed for values, where some are known: steps, and the places that they read.
    private func needed(for wanted: [Int], known values: [Value?]) -> (steps: [Bool], places: Set<Int>) {
        var places = Set(wanted.filter { values[$0] == nil })
        var needed = [Bool](repeating: false, count: steps.count)
        for (index, step) in steps.enumerated().reversed()
        where step.outputs.contains(where: { $0.map(places.contains) ?? false }) {
            needed[index] = true
            for case let place? in step.inputs + [step.addend] where values[place] == nil { places.insert(place) }
        }
        return (needed, places)
    }

    /// Puts the inputs into their places.
    ///
    /// - Parameter needed: places that have to be filled; `nil`: all.
    private func bind(_ given: [String: Tensor], _ values: inout [Value?], needed: Set<Int>?) throws {
        var symbols: [String: Int] = [:]
        for (info, place) in inputs {
            if given[info.name] == nil, let needed, !needed.contains(place) { continue }
            guard let tensor = given[info.name] else {
                throw RuntimeError.input(name: info.name, problem: "it is missing")
            }
            if let type = info.type?.elementType, type != tensor.elementType {
                throw RuntimeError.input(
                    name: info.name, problem: "the graph takes \(type), found \(tensor.elementType)")
            }
            if let shape = info.type?.shape {
                let fits =
                    shape.count == tensor.shape.count
                    && zip(shape, tensor.shape).allSatisfy { dimension, size in
                        switch dimension {
                        case .fixed(let expected): return expected == size
                        case .unknown: return true
                        case .symbolic(let name):
                            defer { symbols[name] = size }
                            return symbols[name] ?? size == size
                        }
                    }
                guard fits else {
                    let expected = shape.map(\.description).joined(separator: ", ")
                    throw RuntimeError.input(
                        name: info.name, problem: "the graph takes [\(expected)], found \(tensor.shape)")
                }
            }
            values[place] = try Value(tensor, files: files, in: memory)
        }
        let known = Set(inputs.map(\.info.name))
        if let stranger = given.keys.filter({ !known.contains($0) }).min() {
            throw RuntimeError.input(name: stranger, problem: "the graph has no such input")
        }
    }
}

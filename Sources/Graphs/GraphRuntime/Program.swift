internal import GraphEditing
internal import ONNX
internal import ONNXOperators

/// A graph made ready to be computed: nodes in order, each value in a numbered slot, and when it is used last.
final class Program: Sendable {
    /// One node.
    struct Step: Sendable {
        let node: Node
        let kernel: OperatorKernel
        /// Slots of the inputs; `nil` for those left out.
        let inputs: [Int?]
        var outputs: [Int?]
        /// Slots that no later step reads.
        var lastUses: [Int] = []
        var fusion = Fusion()
        let preparations = Preparations()
    }

    private let inputs: [(info: ValueInfo, slot: Int)]
    /// The graph's outputs.
    private let outputNames: Set<String>
    /// Names and slots of what a run may return.
    private let results: [(name: String, slot: Int)]
    private let constants: [Int: Value]
    private let steps: [Step]
    private let slotCount: Int
    private let opset: Int
    private let memory: MemoryPool
    private let files: ExternalFiles?

    init(_ model: Model, keeping kept: Set<String>, memory: MemoryPool) throws {
        self.memory = memory
        files = model.externalFiles
        opset = model.opset ?? 1
        let inlined = try model.inliningFunctions()
        try Self.check(inlined.graph, opset: opset)
        var graph = EditableGraph(inlined, keeping: kept)
        graph.absorbConstants()
        Self.removeIdentities(&graph)
        ActivationFusion.run(&graph)
        let fusions = ConvolutionFusion.run(&graph)
        outputNames = Set(inlined.graph.outputs.map(\.name))

        var slots = SlotTable(graph, files: files, memory: memory)
        inputs = graph.inputs.map { ($0, slots.define($0.name)) }
        var steps: [Step] = []
        for id in graph.order() {
            guard let node = graph[id], let kernel = OperatorKernels.kernel(for: node) else { continue }
            let operands = try node.inputs.map { $0.isEmpty ? nil : try slots.operand($0) }
            let outputs = try node.outputs.map { $0.isEmpty ? nil : try slots.result($0) }
            steps.append(
                Step(node: node, kernel: kernel, inputs: operands, outputs: outputs, fusion: fusions[id] ?? Fusion()))
        }
        var results: [(String, Int)] = []
        for name in inlined.graph.outputs.map(\.name) + kept.sorted() {
            results.append((name, try slots.operand(name)))
        }
        self.results = results
        self.steps = Self.markingLastUses(steps, keeping: Set(results.map(\.1) + slots.constants.keys))
        constants = slots.constants
        slotCount = slots.count
    }

    /// Every node is one that the executor has.
    private static func check(_ graph: Graph, opset: Int) throws {
        if let sparse = graph.sparseInitializers.first {
            throw RuntimeError.input(
                name: sparse.values.name, problem: "the executor does not support sparse tensors")
        }
        let constants = Set(graph.initializers.map(\.name))
        for node in graph.nodes {
            if let name = node.outputs.first(where: constants.contains) {
                throw RuntimeError.duplicate(value: name)
            }
            guard OperatorKernels.kernel(for: node, opset: opset) != nil else {
                throw RuntimeError.unsupported(
                    node: node.description, operatorType: node.operatorType, opset: opset, reason: nil)
            }
            if node.outputs.isEmpty || node.inputs.isEmpty && node.operatorType != "Constant" {
                throw RuntimeError.node(node: node.description, problem: "it has no inputs or no outputs")
            }
        }
    }

    /// Lets the users of an `Identity` use its input. Values that are to be kept stay.
    private static func removeIdentities(_ graph: inout EditableGraph) {
        for id in graph.order() {
            guard let node = graph[id], node.operatorType == "Identity", node.inputs.count == 1,
                let output = node.onlyOutput, !graph.pinned.contains(output)
            else { continue }
            graph.remove(id)
            graph.replace(output, by: node.inputs[0], near: id)
        }
    }

    private static func markingLastUses(_ steps: [Step], keeping kept: Set<Int>) -> [Step] {
        var steps = steps
        var seen = kept
        for index in steps.indices.reversed() {
            for slot in (steps[index].inputs + steps[index].outputs).compactMap(\.self)
            where seen.insert(slot).inserted {
                steps[index].lastUses.append(slot)
            }
        }
        return steps
    }

    /// How many steps a run has: fewer than nodes, where some are computed together.
    var stepCount: Int { steps.count }

    // MARK: Running

    /// - Parameters:
    ///   - known: some of the values that are kept. Steps that nothing else depends on are left out.
    ///   - names: of the values to return besides the graph's outputs.
    func run(
        _ given: [String: Tensor], from known: [String: Tensor] = [:], returning names: Set<String> = []
    ) throws -> [String: Tensor] {
        let wanted = results.filter { outputNames.contains($0.name) || names.contains($0.name) }
        var values = [Value?](repeating: nil, count: slotCount)
        for (slot, value) in constants { values[slot] = value }
        for (name, slot) in results {
            guard let tensor = known[name] else { continue }
            values[slot] = try Value(tensor, files: files, in: memory)
        }
        let needed = self.needed(for: wanted.map(\.slot), known: values)
        try bind(given, &values, needed: known.isEmpty ? nil : needed.slots)
        for (index, step) in steps.enumerated() where needed.steps[index] {
            var operands: [Value?] = []
            for slot in step.inputs {
                guard let slot else {
                    operands.append(nil)
                    continue
                }
                guard let value = values[slot] else { throw RuntimeError.undefined(value: step.node.description) }
                operands.append(value)
            }
            var context = KernelContext(
                node: step.node, opset: opset, inputs: operands, memory: memory, files: files,
                preparations: step.preparations)
            context.fusion = step.fusion
            let outputs = try step.kernel.run(context)
            for (index, slot) in step.outputs.enumerated() {
                guard let slot else { continue }
                guard index < outputs.count, let output = outputs[index] else {
                    throw context.unsupported("the executor does not compute output '\(step.node.outputs[index])'")
                }
                // What is known already stays.
                if values[slot] == nil { values[slot] = output }
            }
            for slot in step.lastUses { values[slot] = nil }
        }
        var tensors: [String: Tensor] = [:]
        for (name, slot) in wanted {
            guard let value = values[slot] else { throw RuntimeError.undefined(value: name) }
            tensors[name] = try value.tensor(named: name, in: memory)
        }
        return tensors
    }

    /// What has to be computed for some values: steps, and the slots that they read.
    ///
    /// - Parameter values: those that are known.
    private func needed(for wanted: [Int], known values: [Value?]) -> (steps: [Bool], slots: Set<Int>) {
        var slots = Set(wanted.filter { values[$0] == nil })
        var needed = [Bool](repeating: false, count: steps.count)
        for (index, step) in steps.enumerated().reversed()
        where step.outputs.contains(where: { $0.map(slots.contains) ?? false }) {
            needed[index] = true
            for case let slot? in step.inputs where values[slot] == nil { slots.insert(slot) }
        }
        return (needed, slots)
    }

    /// Puts the inputs into their slots.
    ///
    /// - Parameter needed: slots that have to be filled; `nil`: all.
    private func bind(_ given: [String: Tensor], _ values: inout [Value?], needed: Set<Int>?) throws {
        var symbols: [String: Int] = [:]
        for (info, slot) in inputs {
            if given[info.name] == nil, let needed, !needed.contains(slot) { continue }
            guard let tensor = given[info.name] else {
                throw RuntimeError.input(name: info.name, problem: "it is missing")
            }
            if let type = info.type?.elementType, type != tensor.elementType {
                throw RuntimeError.input(
                    name: info.name, problem: "expected \(type), found \(tensor.elementType)")
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
                        name: info.name, problem: "expected [\(expected)], found \(tensor.shape)")
                }
            }
            values[slot] = try Value(tensor, files: files, in: memory)
        }
        let known = Set(inputs.map(\.info.name))
        if let stranger = given.keys.filter({ !known.contains($0) }).min() {
            throw RuntimeError.input(name: stranger, problem: "the graph has no such input")
        }
    }
}

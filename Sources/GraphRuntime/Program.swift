internal import ONNXModel

/// A graph made ready to be computed: nodes in order, each value in a numbered place, and when it is used last.
final class Program: Sendable {
    /// One node.
    struct Step: Sendable {
        let node: Node
        let kernel: OperatorKernel
        /// Places of the inputs; `nil` for those left out.
        let inputs: [Int?]
        let outputs: [Int?]
        /// Places that nobody looks at after this step.
        var lastUses: [Int] = []
        let preparations = Preparations()
    }

    private let inputs: [(info: ValueInfo, place: Int)]
    /// Names and places of what a run gives.
    private let results: [(name: String, place: Int)]
    private let constants: [Int: Value]
    private let steps: [Step]
    private let placeCount: Int
    private let opset: Int
    private let memory: MemoryPool
    private let files: ExternalFiles?

    init(_ model: Model, keeping kept: Set<String>, memory: MemoryPool) throws(RuntimeError) {
        self.memory = memory
        files = model.externalFiles
        opset = model.opset ?? 1
        let graph = model.graph
        var places: [String: Int] = [:]
        func place(_ name: String) -> Int {
            if let known = places[name] { return known }
            places[name] = places.count
            return places.count - 1
        }
        var constants: [Int: Value] = [:]
        for tensor in graph.initializers {
            constants[place(tensor.name)] = try Value(tensor, files: files, in: memory)
        }
        guard graph.sparseInitializers.isEmpty else {
            throw .input(name: graph.sparseInitializers[0].values.name, problem: "the executor takes no sparse tensors")
        }
        inputs = graph.inputs.map { ($0, place($0.name)) }
        var steps: [Step] = []
        for node in graph.nodes {
            guard let kernel = OperatorKernels.kernel(for: node, opset: opset) else {
                throw .unsupported(node: node.description, operatorType: node.operatorType, opset: opset, reason: nil)
            }
            var operands: [Int?] = []
            for name in node.inputs {
                guard !name.isEmpty else {
                    operands.append(nil)
                    continue
                }
                guard let known = places[name] else { throw .undefined(value: name) }
                operands.append(known)
            }
            let outputs = node.outputs.map { $0.isEmpty ? nil : place($0) }
            steps.append(Step(node: node, kernel: kernel, inputs: operands, outputs: outputs))
        }
        var results: [(String, Int)] = []
        for name in graph.outputs.map(\.name) + kept.sorted() {
            guard let known = places[name] else { throw .undefined(value: name) }
            results.append((name, known))
        }
        self.results = results
        self.steps = Self.markingLastUses(steps, keeping: Set(results.map(\.1) + constants.keys))
        self.constants = constants
        placeCount = places.count
    }

    private static func markingLastUses(_ steps: [Step], keeping kept: Set<Int>) -> [Step] {
        var steps = steps
        var seen = kept
        for index in steps.indices.reversed() {
            for place in (steps[index].inputs + steps[index].outputs).compactMap({ $0 })
            where seen.insert(place).inserted {
                steps[index].lastUses.append(place)
            }
        }
        return steps
    }

    // MARK: Running

    func run(_ given: [String: Tensor]) throws(RuntimeError) -> [String: Tensor] {
        var values = [Value?](repeating: nil, count: placeCount)
        for (place, value) in constants { values[place] = value }
        try bind(given, &values)
        for step in steps {
            var operands: [Value?] = []
            for place in step.inputs {
                guard let place else {
                    operands.append(nil)
                    continue
                }
                guard let value = values[place] else { throw .undefined(value: step.node.description) }
                operands.append(value)
            }
            let context = KernelContext(
                node: step.node, opset: opset, inputs: operands, memory: memory, files: files,
                preparations: step.preparations)
            let outputs = try step.kernel.run(context)
            for (index, place) in step.outputs.enumerated() {
                guard let place else { continue }
                guard index < outputs.count, let output = outputs[index] else {
                    throw context.unsupported("the executor does not compute output '\(step.node.outputs[index])'")
                }
                values[place] = output
            }
            for place in step.lastUses { values[place] = nil }
        }
        var tensors: [String: Tensor] = [:]
        for (name, place) in results {
            guard let value = values[place] else { throw .undefined(value: name) }
            tensors[name] = try value.tensor(named: name, in: memory)
        }
        return tensors
    }

    /// Puts the inputs into their places.
    private func bind(_ given: [String: Tensor], _ values: inout [Value?]) throws(RuntimeError) {
        var symbols: [String: Int] = [:]
        for (info, place) in inputs {
            guard let tensor = given[info.name] else {
                // An initializer of the same name is its default.
                if values[place] != nil { continue }
                throw .input(name: info.name, problem: "it is missing")
            }
            if let type = info.type?.elementType, type != tensor.elementType {
                throw .input(name: info.name, problem: "the graph takes \(type), found \(tensor.elementType)")
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
                    throw .input(name: info.name, problem: "the graph takes [\(expected)], found \(tensor.shape)")
                }
            }
            values[place] = try Value(tensor, files: files, in: memory)
        }
        let known = Set(inputs.map(\.info.name))
        if let stranger = given.keys.filter({ !known.contains($0) }).min() {
            throw .input(name: stranger, problem: "the graph has no such input")
        }
    }
}

internal import Support
internal import GraphRuntime
internal import ONNX
internal import ONNXOperators

/// Prepares a graph's nodes one after the other, each with the shapes that the ones before it have.
struct PlanBuilder {
    /// A value that was met.
    private struct Value {
        let operand: Operand
        /// `nil` for constants.
        var place: Range<Int>?
        var remainingUses: Int
    }

    private let graph: Graph
    private let files: ExternalFiles?
    private let opsets: [String: Int]
    private let workers: Int
    private let memoryLimit: Int
    /// The graph's outputs, and values that are asked for besides.
    private let kept: [String]
    private var initializers: [String: Tensor]
    private var uses: [String: Int] = [:]
    private var values: [String: Value] = [:]
    private var arena = ArenaPlan()

    init(_ model: Model, keeping names: Set<String>, workers: Int, memoryLimit: Int) throws {
        graph = try model.inliningFunctions().graph
        files = model.externalFiles
        opsets = Dictionary(model.opsetImports.map { ($0.domain, $0.version) }) { first, _ in first }
        self.workers = workers
        self.memoryLimit = memoryLimit
        let results = graph.outputs.map(\.name)
        kept = results + names.subtracting(results).sorted()
        initializers = Dictionary(graph.initializers.map { ($0.name, $0) }) { first, _ in first }
        for name in graph.nodes.flatMap(\.inputs) + kept { uses[name, default: 0] += 1 }
    }

    /// - Throws: errors of the first node that cannot be prepared, and ``RuntimeError``: `input`, `undefined`,
    ///   `duplicate`, `memory`.
    mutating func build() throws -> Plan {
        if let sparse = graph.sparseInitializers.first {
            throw RuntimeError.input(name: sparse.values.name, problem: "sparse tensors are not supported")
        }
        let inputs = try placeInputs()
        var steps: [Plan.Step] = []
        var notes: [Plan.Note] = []
        var scratchBytes = 0
        var fused: Set<Int> = []
        let consumers = self.consumers()
        for (index, node) in graph.nodes.enumerated() where !fused.contains(index) {
            var results = node.outputs
            var context = try self.context(node)
            if let (table, entries) = try fusableTable(after: node, consumers) {
                context.fusedTable = entries
                fused.insert(table)
                results = graph.nodes[table].outputs
            }
            guard let prepare = OperatorTable.preparation(for: node, opset: context.opset) else {
                throw RuntimeError.unsupported(
                    node: node.description, operatorType: node.operatorType, opset: context.opset, reason: nil)
            }
            let prepared = try prepare(context)
            if let note = prepared.note { notes.append(Plan.Note(node: node.description, text: note)) }
            let operands = try node.inputs.map { try place($0) }
            steps.append(
                Plan.Step(node: prepared, inputs: operands, outputs: try placeOutputs(results, prepared, node)))
            for name in node.inputs { release(name) }
            scratchBytes = max(scratchBytes, prepared.scratchBytes)
            guard arena.byteCount + scratchBytes <= memoryLimit / workers else {
                throw RuntimeError.memory(bytes: arena.byteCount + scratchBytes, limit: memoryLimit)
            }
        }
        let outputs = try kept.map { name in
            Plan.Port(name: name, form: try value(name).operand.form, place: try place(name))
        }
        return Plan(
            inputs: inputs, outputs: outputs, steps: steps, notes: notes, arenaBytes: arena.byteCount,
            scratchBytes: scratchBytes)
    }

    // MARK: Fusion

    /// The nodes that read each value, by index.
    private func consumers() -> [String: [Int]] {
        var result: [String: [Int]] = [:]
        for (index, node) in graph.nodes.enumerated() {
            for name in node.inputs { result[name, default: []].append(index) }
        }
        return result
    }

    /// The table that a convolution's int8 result goes through and nothing else does.
    private mutating func fusableTable(
        after node: Node, _ consumers: [String: [Int]]
    ) throws -> (index: Int, entries: FixedBuffer)? {
        guard node.domain == "horizon", node.operatorType == "HzSQuantizedConv", node.outputs.count == 1,
            uses[node.outputs[0]] == 1, let index = consumers[node.outputs[0]]?.first,
            try node.integer("output_bit") == 8
        else { return nil }
        let table = graph.nodes[index]
        guard table.domain == "horizon", table.operatorType == "HzLut", table.inputs.count == 2,
            table.inputs[0] == node.outputs[0], table.outputs.count == 1
        else { return nil }
        guard let entries = try constant(table.inputs[1]) else { return nil }
        let inputs = [nil, Operand(form: entries.form, constant: entries.buffer)]
        let context = NodeContext(node: table, opset: 1, inputs: inputs, workers: workers)
        return (index, try Tables.entries(context))
    }

    // MARK: Values

    private mutating func context(_ node: Node) throws -> NodeContext {
        guard !node.outputs.isEmpty, node.outputs.allSatisfy({ !$0.isEmpty }) else {
            throw RuntimeError.node(node: node.description, problem: "it has no outputs, or some without a name")
        }
        var operands: [Operand?] = []
        for name in node.inputs { operands.append(name.isEmpty ? nil : try value(name).operand) }
        let opset = opsets[node.domain] ?? (node.domain.isEmpty ? opsets["ai.onnx"] : nil) ?? 1
        return NodeContext(node: node, opset: opset, inputs: operands, workers: workers)
    }

    private mutating func placeInputs() throws -> [Plan.Port] {
        var ports: [Plan.Port] = []
        // Older models list their weights among the inputs.
        for info in graph.inputs where initializers[info.name] == nil {
            guard case .tensor(let type, let stated?) = info.type, stated.allSatisfy({ $0.size != nil }) else {
                throw RuntimeError.input(name: info.name, problem: "its shape has to be known")
            }
            let form = try TensorForm(type, stated.compactMap(\.size), of: "input '\(info.name)'")
            guard values[info.name] == nil else { throw RuntimeError.duplicate(value: info.name) }
            let place = arena.take(form.byteCount)
            values[info.name] = Value(
                operand: Operand(form: form, constant: nil), place: place, remainingUses: uses[info.name] ?? 0)
            ports.append(Plan.Port(name: info.name, form: form, place: .arena(place.lowerBound)))
        }
        return ports
    }

    private mutating func placeOutputs(
        _ names: [String], _ prepared: PreparedNode, _ node: Node
    ) throws -> [Plan.Place] {
        guard names.count == prepared.outputs.count else {
            throw RuntimeError.node(node: node.description, problem: "it has \(names.count) outputs")
        }
        var places: [Plan.Place] = []
        for (name, form) in zip(names, prepared.outputs) {
            guard values[name] == nil, initializers[name] == nil else { throw RuntimeError.duplicate(value: name) }
            let place = arena.take(form.byteCount)
            places.append(.arena(place.lowerBound))
            values[name] = Value(
                operand: Operand(form: form, constant: nil), place: place, remainingUses: uses[name] ?? 0)
        }
        for name in names where uses[name] == nil { release(name) }
        return places
    }

    /// One use less; without any, the value's memory is free.
    private mutating func release(_ name: String) {
        guard var value = values[name], let place = value.place else { return }
        value.remainingUses -= 1
        if value.remainingUses <= 0 {
            arena.give(place)
            value.place = nil
        }
        values[name] = value
    }

    private mutating func value(_ name: String) throws -> Value {
        if let value = values[name] { return value }
        guard let constant = try constant(name) else { throw RuntimeError.undefined(value: name) }
        let value = Value(
            operand: Operand(form: constant.form, constant: constant.buffer), place: nil, remainingUses: 0)
        values[name] = value
        return value
    }

    private func constant(_ name: String) throws -> (form: TensorForm, buffer: FixedBuffer)? {
        if let operand = values[name]?.operand { return operand.constant.map { (operand.form, $0) } }
        guard let tensor = initializers[name] else { return nil }
        let form = try TensorForm(tensor.elementType, tensor.shape, of: "initializer '\(name)'")
        let bytes = try tensor.bytes(in: files)
        return (form, FixedBuffer(bytes.elements(as: UInt8.self)))
    }

    private mutating func place(_ name: String) throws -> Plan.Place {
        // An input that is left out: nothing reads from there.
        if name.isEmpty { return .arena(0) }
        let value = try value(name)
        if let constant = value.operand.constant { return .constant(constant) }
        guard let place = value.place else { throw RuntimeError.undefined(value: name) }
        return .arena(place.lowerBound)
    }
}

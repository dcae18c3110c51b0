internal import CQuantizedKernels
internal import Dispatch
internal import Support
internal import GraphRuntime
package import ONNX
internal import Synchronization

/// Computes a quantized model as the BPU does, bit for bit: the `*_quantized_model.onnx` of the vendor's toolchain.
///
/// Each run is on one thread. Up to ``workers`` run at the same time, each with memory of its own; more wait. Copies share
/// all of it.
package struct QuantizedProgram: Sendable {
    /// An input or output of the graph.
    package struct Port: Sendable, Hashable {
        package let name: String
        package let elementType: ElementType
        package let shape: [Int]
    }

    /// 4 GiB.
    package static let defaultMemoryLimit = 4 << 30

    private let plan: Plan
    private let lanes: LanePool

    /// - Parameters:
    ///   - names: values that a run returns besides the graph's outputs. Nodes that would be computed together with
    ///     others are computed on their own for that.
    ///   - workers: how many runs there may be at the same time.
    ///   - memoryLimit: bytes that the values of all workers may take.
    /// - Throws: ``RuntimeError``: `unsupported` for the first node that cannot be computed bit for bit, `node` for one
    ///   that makes no sense, `input` for inputs of unknown shape, `undefined` and `duplicate` for values, `memory`,
    ///   `missingLibrary`; ``ONNXError`` for attributes and payloads.
    package init(
        _ model: Model, keeping names: Set<String> = [], workers: Int = 1,
        memoryLimit: Int = QuantizedProgram.defaultMemoryLimit
    ) throws {
        if let problem = qk_library_problem() {
            throw RuntimeError.missingLibrary(problem: String(cString: problem))
        }
        qk_use_one_thread()
        let workers = max(1, min(workers, 256))
        var builder = try PlanBuilder(model, keeping: names, workers: workers, memoryLimit: memoryLimit)
        plan = try builder.build()
        lanes = LanePool(plan, count: workers)
    }

    package var workers: Int { lanes.count }
    package var inputs: [Port] { plan.inputs.map { Port($0) } }
    /// The graph's outputs, then the values that are kept besides.
    package var outputs: [Port] { plan.outputs.map { Port($0) } }
    /// What is not computed bit for bit as the vendor does it, if anything: a line for each such node.
    package var notes: [String] { plan.notes.map(\.text) }
    /// The nodes that ``notes`` are about: `name (OpType)`.
    package var inexactNodes: [String] { plan.notes.map(\.node) }

    /// The outputs by name.
    ///
    /// - Parameter inputs: by name; int8 images are `[batch, height, width, channels]` of a byte less 128.
    /// - Throws: ``RuntimeError``: `input` if one is missing, unknown, or of another type or shape; `library`.
    package func run(_ inputs: [String: Tensor]) throws -> [String: Tensor] {
        for port in plan.inputs { try check(inputs[port.name], port) }
        if let stranger = inputs.keys.filter({ name in !plan.inputs.contains { $0.name == name } }).min() {
            throw RuntimeError.input(name: stranger, problem: "the graph has no such input")
        }
        return try lanes.withLane { lane in
            for port in plan.inputs {
                guard let tensor = inputs[port.name] else { continue }
                try tensor.bytes().withUnsafeBytes { bytes in
                    if let start = bytes.baseAddress {
                        lane.pointer(port).copyMemory(from: start, byteCount: bytes.count)
                    }
                }
            }
            qk_use_one_thread()
            try lane.run()
            var outputs: [String: Tensor] = [:]
            for port in plan.outputs {
                outputs[port.name] = port.form.tensor(at: lane.pointer(port), name: port.name)
            }
            return outputs
        }
    }

    /// The outputs of many runs, in order, shared among the workers.
    ///
    /// - Throws: as ``run(_:)``, for the first input in order that fails.
    package func run(batch: [[String: Tensor]]) throws -> [[String: Tensor]] {
        let results = Mutex([Result<[String: Tensor], any Error>?](repeating: nil, count: batch.count))
        let next = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: min(workers, batch.count)) { _ in
            while let index = next.withLock({ next in
                defer { next += 1 }
                return next < batch.count ? next : nil
            }) {
                let result = Result { try run(batch[index]) }
                results.withLock { $0[index] = result }
            }
        }
        return try results.withLock { try $0.compactMap { try $0?.get() } }
    }

    private func check(_ tensor: Tensor?, _ port: Plan.Port) throws {
        guard let tensor else { throw RuntimeError.input(name: port.name, problem: "it is missing") }
        guard tensor.elementType == port.form.type, tensor.shape == port.form.shape else {
            throw RuntimeError.input(
                name: port.name,
                problem: "expected \(port.form.type) \(port.form.shape), found \(tensor.elementType) \(tensor.shape)")
        }
    }
}

extension QuantizedProgram.Port {
    fileprivate init(_ port: Plan.Port) {
        self.init(name: port.name, elementType: port.form.type, shape: port.form.shape)
    }
}

/// A program's workers' memory, lent to one thread at a time. Made when it is first needed.
private final class LanePool: Sendable {
    private struct State {
        var idle: [Lane] = []
        var made = 0
    }

    let count: Int
    private let plan: Plan
    private let state = Mutex(State())
    private let permits: DispatchSemaphore

    init(_ plan: Plan, count: Int) {
        self.plan = plan
        self.count = count
        permits = DispatchSemaphore(value: count)
    }

    func withLane<Value>(_ body: (Lane) throws -> Value) rethrows -> Value {
        permits.wait()
        defer { permits.signal() }
        let lane = state.withLock { state in
            if let lane = state.idle.popLast() { return lane }
            state.made += 1
            return Lane(plan, worker: state.made - 1)
        }
        defer { state.withLock { $0.idle.append(lane) } }
        return try body(lane)
    }
}

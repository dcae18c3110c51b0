internal import CFloatKernels
internal import Glibc
package import ONNX
internal import Synchronization

/// Computes a model in float32, on the processor's cores, with oneDNN's convolutions and matrix products.
///
/// Opsets 7 to 22 and later ones where nothing has changed; which operators, ``NodeEvaluator/supports(_:opset:)`` says.
/// Copies share what is prepared; runs of one executor wait for each other.
package struct Executor: Sendable {
    private let engine: Engine

    /// Reads the weights and prepares the graph.
    ///
    /// - Throws: ``RuntimeError``: `unsupported` for the first node that cannot be computed, `undefined` if values are
    ///   missing, `model` for a damaged payload, `memory`.
    package init(_ model: Model, options: ExecutorOptions = ExecutorOptions()) throws {
        engine = try Engine(model, options)
    }

    /// The graph's outputs by name.
    ///
    /// - Parameter inputs: by name. Sizes that the graph leaves open may be any.
    /// - Throws: ``RuntimeError``: `input`, `node` if shapes do not go together, `memory`, `library`.
    package func run(_ inputs: [String: Tensor]) throws -> [String: Tensor] {
        try engine.run(inputs, keeping: [])
    }

    /// The graph's outputs and some of its other values by name. Values that would be computed together with others are
    /// computed on their own, if they are asked for.
    ///
    /// - Throws: as ``run(_:)``, and ``RuntimeError/undefined(value:)`` for a name that no node produces.
    package func run(
        _ inputs: [String: Tensor], keeping names: Set<String>
    ) throws -> [String: Tensor] {
        try engine.run(inputs, keeping: names)
    }

    /// The graph's outputs and some of its other values, computed from values that are known already: only the nodes
    /// after these run, and inputs that only nodes before them need may be missing.
    ///
    /// - Parameters:
    ///   - known: values that nodes give, by name. Among ``ExecutorOptions/checkpoints``, as are `names`, they cost no
    ///     preparation.
    /// - Throws: as ``run(_:keeping:)``.
    package func run(
        _ inputs: [String: Tensor], keeping names: Set<String>, from known: [String: Tensor]
    ) throws -> [String: Tensor] {
        try engine.run(inputs, keeping: names, from: known)
    }
}

/// What copies of an executor share.
private final class Engine: Sendable {
    private let model: Model
    private let memory: MemoryPool
    private let threads: Int
    private let checkpoints: Set<String>
    /// Prepared graphs, by the values that are to be kept.
    private let programs: Mutex<[Set<String>: Program]>

    init(_ model: Model, _ options: ExecutorOptions) throws {
        if let problem = fk_library_problem() { throw RuntimeError.missingLibrary(problem: String(cString: problem)) }
        self.model = model
        memory = MemoryPool(limit: options.memoryLimit)
        threads = max(1, min(options.threads ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)), 256))
        checkpoints = options.checkpoints
        programs = Mutex([checkpoints: try Program(model, keeping: checkpoints, memory: memory)])
    }

    func run(
        _ inputs: [String: Tensor], keeping names: Set<String>, from known: [String: Tensor] = [:]
    ) throws -> [String: Tensor] {
        try programs.withLock { (programs) throws in
            let seen = names.union(known.keys)
            let key = seen.isSubset(of: checkpoints) ? checkpoints : seen
            let program: Program
            if let prepared = programs[key] {
                program = prepared
            } else {
                program = try Program(model, keeping: key, memory: memory)
                // The first one and the last one asked for: each has weights of its own.
                programs = programs.filter { $0.key == checkpoints }
                programs[key] = program
            }
            _ = fk_set_threads(Int32(threads))
            return try program.run(inputs, from: known, returning: names)
        }
    }
}

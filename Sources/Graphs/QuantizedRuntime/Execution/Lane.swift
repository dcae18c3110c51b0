/// One worker's memory, and the plan's steps with the places that they read and write there.
///
/// Sendable because it is lent to one thread at a time.
final class Lane: @unchecked Sendable {
    private let plan: Plan
    private let memory: UnsafeMutableRawPointer
    private let calls: [Call]

    /// - Parameter worker: its number, which no other lane of the program has.
    init(_ plan: Plan, worker: Int) {
        let arenaBytes = ArenaPlan.aligned(plan.arenaBytes)
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: arenaBytes + ArenaPlan.aligned(plan.scratchBytes), alignment: ArenaPlan.alignment)
        self.plan = plan
        self.memory = memory
        calls = plan.steps.map { step in
            Call(
                inputs: step.inputs.map { UnsafeRawPointer(Self.pointer($0, memory)) },
                outputs: step.outputs.map { Self.pointer($0, memory) }, scratch: memory + arenaBytes, worker: worker)
        }
    }

    deinit { memory.deallocate() }

    private static func pointer(_ place: Plan.Place, _ memory: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        switch place {
        case .arena(let offset): memory + offset
        case .constant(let buffer): buffer.pointer
        }
    }

    /// Where the elements of an input or output lie.
    func pointer(_ port: Plan.Port) -> UnsafeMutableRawPointer { Self.pointer(port.place, memory) }

    /// Computes the outputs from the inputs, both in place.
    func run() throws {
        for (step, call) in zip(plan.steps, calls) { try step.node.body(call) }
    }
}

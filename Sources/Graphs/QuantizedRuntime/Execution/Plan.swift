internal import ONNX

/// A graph made ready: its nodes in order, and where in a worker's memory each value lies.
struct Plan: Sendable {
    /// Where a value lies.
    enum Place: Sendable {
        /// Its first byte in a worker's memory.
        case arena(Int)
        case constant(FixedBuffer)
    }

    /// A value that enters or leaves the graph.
    struct Port: Sendable {
        let name: String
        let form: TensorForm
        let place: Place
    }

    struct Step: Sendable {
        let node: PreparedNode
        let inputs: [Place]
        let outputs: [Place]
    }

    let inputs: [Port]
    let outputs: [Port]
    let steps: [Step]
    /// What a node says about results that are not bit for bit the vendor's.
    struct Note: Sendable {
        /// `name (OpType)`
        let node: String
        let text: String
    }

    let notes: [Note]
    /// Bytes of a worker's values.
    let arenaBytes: Int
    /// Bytes of a worker's scratch memory, which nodes use one after the other.
    let scratchBytes: Int
}

internal import ONNX

/// A node that only waits for its inputs' elements: shapes known, attributes checked, weights packed.
struct PreparedNode: Sendable {
    /// Computes a node. What can be wrong with a model was found before: only oneDNN and operators of the float
    /// executor still throw.
    typealias Body = @Sendable (Call) throws -> Void

    let outputs: [TensorForm]
    /// Bytes that the body may use for itself.
    var scratchBytes = 0
    /// Why the result is not the vendor's bit for bit; `nil`: it is.
    var note: String?
    let body: Body
}

/// Where one worker's inputs and outputs of a node lie.
struct Call {
    /// In the node's order; of a constant or absent input, whatever.
    let inputs: [UnsafeRawPointer]
    let outputs: [UnsafeMutableRawPointer]
    /// Aligned to 64 bytes.
    let scratch: UnsafeMutableRawPointer
    /// 0 and up. No two threads have the same at a time.
    let worker: Int

    func input<Element>(_ index: Int, as type: Element.Type) -> UnsafePointer<Element> {
        inputs[index].assumingMemoryBound(to: type)
    }

    func output<Element>(_ index: Int = 0, as type: Element.Type) -> UnsafeMutablePointer<Element> {
        outputs[index].assumingMemoryBound(to: type)
    }

    func scratch<Element>(at offset: Int = 0, as type: Element.Type) -> UnsafeMutablePointer<Element> {
        (scratch + offset).assumingMemoryBound(to: type)
    }
}

/// One input of a node as it is prepared.
struct Operand: Sendable {
    let form: TensorForm
    /// `nil`: its elements are known only when the graph is computed.
    let constant: FixedBuffer?
}

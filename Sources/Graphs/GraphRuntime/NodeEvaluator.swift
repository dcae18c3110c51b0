package import ONNX

/// One node computed on constants: what constant folding uses.
package enum NodeEvaluator {
    /// Whether the executor has the operator in an opset. Some form of it may still be refused: ``evaluate(_:inputs:opset:memoryLimit:)``
    /// then throws `unsupported`.
    package static func supports(_ node: Node, opset: Int) -> Bool {
        OperatorKernels.kernel(for: node, opset: opset) != nil
    }

    /// The values of a node's outputs; `nil` for those that it does not name.
    ///
    /// - Parameters:
    ///   - inputs: in the node's order; `nil` for an optional one that is left out.
    ///   - memoryLimit: bytes that may be in use at a time, inputs included.
    /// - Throws: ``RuntimeError``: `unsupported`, `node` if the inputs do not fit, `model` for attributes and payloads,
    ///   `memory`, `library`.
    package static func evaluate(
        _ node: Node, inputs: [Tensor?], opset: Int, memoryLimit: Int = ExecutorOptions.defaultMemoryLimit
    ) throws -> [Tensor?] {
        guard let kernel = OperatorKernels.kernel(for: node, opset: opset) else {
            throw RuntimeError.unsupported(
                node: node.description, operatorType: node.operatorType, opset: opset, reason: nil)
        }
        let memory = MemoryPool(limit: memoryLimit)
        var values: [Value?] = []
        for input in inputs {
            guard let input else {
                values.append(nil)
                continue
            }
            values.append(try Value(input, files: nil, in: memory))
        }
        let outputs = try kernel.run(KernelContext(node: node, opset: opset, inputs: values, memory: memory))
        var tensors: [Tensor?] = []
        for (index, name) in node.outputs.enumerated() {
            guard index < outputs.count, let output = outputs[index] else {
                guard name.isEmpty else {
                    throw RuntimeError.unsupported(
                        node: node.description, operatorType: node.operatorType, opset: opset,
                        reason: "the executor does not compute output '\(name)'")
                }
                tensors.append(nil)
                continue
            }
            tensors.append(name.isEmpty ? nil : try output.tensor(named: name, in: memory))
        }
        return tensors
    }
}

internal import Support
internal import GraphRuntime
internal import ONNX

/// Nodes that the vendor leaves to the processor, computed by the float executor. Moves of elements are exact whatever
/// the type; arithmetic on floats is not defined to the last bit, which a note says.
enum FloatNodes {
    static let horizon: [String: OperatorTable.Preparation] = ["HzSoftmax": softmax]

    /// Operators whose results are their inputs' elements.
    private static let moves: Set<String> = [
        "Concat", "Constant", "DepthToSpace", "Expand", "Flatten", "Gather", "Identity", "Max", "Min", "Pad",
        "Reshape", "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile", "Transpose", "Unsqueeze",
    ]

    /// Moves whose elements stay in order.
    private static let copies: Set<String> = ["Flatten", "Identity", "Reshape", "Squeeze", "Unsqueeze"]

    static func isStandard(_ node: Node, opset: Int) -> Bool { NodeEvaluator.supports(node, opset: opset) }

    /// A standard operator.
    static func standard(_ context: NodeContext) throws -> PreparedNode {
        try prepare(context, as: context.node, opset: context.opset)
    }

    /// Along one axis, in float32.
    static func softmax(_ context: NodeContext) throws -> PreparedNode {
        try context.expectInputs(atMost: 1)
        _ = try context.input(0, [.float])
        let axis = try context.integer("axis", default: -1, in: -TensorForm.mostAxes...TensorForm.mostAxes)
        let node = Node(
            "Softmax", name: context.node.name, inputs: context.node.inputs, outputs: context.node.outputs,
            attributes: [Attribute("axis", .integer(Int64(axis)))])
        // From opset 13, softmax is along one axis, as the vendor's is.
        return try prepare(context, as: node, opset: 13)
    }

    /// Computes the node once on zeros, which says what its results are like.
    private static func prepare(_ context: NodeContext, as node: Node, opset: Int) throws -> PreparedNode {
        let operands = context.inputs.map { input in
            input.map { Placeholder(form: $0.form, constant: $0.constant?.tensor($0.form)) }
        }
        let zeros = operands.map { $0?.constant ?? $0?.zeros }
        let results = try NodeEvaluator.evaluate(node, inputs: zeros, opset: opset)
        var outputs: [TensorForm] = []
        for result in results {
            guard let result else { throw context.unsupported("one of its outputs is left out") }
            outputs.append(try context.form(result.elementType, result.shape))
        }
        let isExact = moves.contains(node.operatorType) || outputs.allSatisfy { $0.type != .float }
        let note = isExact ? nil : "\(context.node.description) is computed in float32, not bit for bit as the vendor's"
        if copies.contains(node.operatorType), outputs.count == 1, let input = operands[0]?.form,
            input.type == outputs[0].type, input.count == outputs[0].count
        {
            return PreparedNode(outputs: outputs) { call in
                call.outputs[0].copyMemory(from: call.inputs[0], byteCount: input.byteCount)
            }
        }
        let forms = outputs
        return PreparedNode(outputs: outputs, note: note) { call in
            let inputs = operands.enumerated().map { index, operand in
                operand.map { $0.constant ?? $0.form.tensor(at: call.inputs[index]) }
            }
            for (index, result) in try NodeEvaluator.evaluate(node, inputs: inputs, opset: opset).enumerated() {
                guard let result, result.elementType == forms[index].type, result.shape == forms[index].shape else {
                    throw RuntimeError.node(node: node.description, problem: "its results' shapes depend on its inputs")
                }
                try result.bytes().withUnsafeBytes { bytes in
                    if let start = bytes.baseAddress {
                        call.outputs[index].copyMemory(from: start, byteCount: bytes.count)
                    }
                }
            }
        }
    }
}

/// An input of a node that is computed as tensors.
private struct Placeholder: Sendable {
    let form: TensorForm
    let constant: Tensor?

    var zeros: Tensor {
        Tensor(
            shape: form.shape, elementType: form.type,
            data: .raw(ByteView([UInt8](repeating: 0, count: form.byteCount))))
    }
}

extension TensorForm {
    /// A copy of elements.
    func tensor(at pointer: UnsafeRawPointer, name: String = "") -> Tensor {
        let bytes = [UInt8](UnsafeRawBufferPointer(start: pointer, count: byteCount))
        return Tensor(name: name, shape: shape, elementType: type, data: .raw(ByteView(bytes)))
    }
}

extension FixedBuffer {
    fileprivate func tensor(_ form: TensorForm) -> Tensor { form.tensor(at: pointer) }
}

internal import Diagnostics
internal import FileSupport

/// Payloads are as large as shape and element type say, in a form that the type may have. Their bytes are not read.
enum TensorPayloadCheck: ModelCheck {
    static let rule = "tensor-payload"
    static let externalRule = "external-data"

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        for graph in context.graphs {
            for tensor in graph.initializers { check(tensor, node: nil, context, &findings) }
            for tensor in graph.sparseInitializers { check(tensor, node: nil, context, &findings) }
        }
        for node in context.nodes.map(\.value) {
            for attribute in node.attributes {
                switch attribute.value {
                case .tensor(let tensor): check(tensor, node: node, context, &findings)
                case .tensors(let tensors): for tensor in tensors { check(tensor, node: node, context, &findings) }
                case .sparseTensor(let tensor): check(tensor, node: node, context, &findings)
                case .sparseTensors(let tensors):
                    for tensor in tensors { check(tensor, node: node, context, &findings) }
                default: break
                }
            }
        }
        return findings
    }

    private static func check(_ tensor: SparseTensor, node: Node?, _ context: CheckContext, _ findings: inout [Finding])
    {
        check(tensor.values, node: node, context, &findings)
        check(tensor.indices, node: node, context, &findings)
        if tensor.values.shape.count != 1 {
            findings.append(finding(tensor.values, node, "the values of a sparse tensor are a list"))
        }
        let whole = Tensor(shape: tensor.shape, elementType: .float, data: .floats([]))
        guard let count = whole.elementCount else {
            findings.append(finding(tensor.values, node, "the shape \(tensor.shape) has no size"))
            return
        }
        if let values = tensor.values.elementCount, values > count {
            findings.append(finding(tensor.values, node, "\(values) values do not fit \(count) elements"))
        }
    }

    private static func check(_ tensor: Tensor, node: Node?, _ context: CheckContext, _ findings: inout [Finding]) {
        if tensor.segment != nil { findings.append(finding(tensor, node, "it is a chunk of a larger one")) }
        guard tensor.elementType != .undefined else {
            findings.append(finding(tensor, node, "its element type is undefined"))
            return
        }
        guard let count = tensor.elementCount else {
            findings.append(finding(tensor, node, "the shape \(tensor.shape) has no size"))
            return
        }
        switch tensor.data {
        case .raw(let view):
            if tensor.elementType == .string {
                if count > 0 { findings.append(finding(tensor, node, "strings cannot lie in raw_data")) }
            } else if let problem = tensor.sizeProblem(payload: view.count) {
                findings.append(finding(tensor, node, problem))
            }
        case .external(let data):
            guard let files = context.model.externalFiles else { return }
            do throws(ONNXError) {
                let view = try files.bytes(of: data, tensor: tensor.name)
                if let problem = tensor.sizeProblem(payload: view.count) {
                    findings.append(finding(tensor, node, problem))
                }
            } catch {
                findings.append(external(error, node))
            }
        case .floats(let values): checkTyped(tensor, node, values.count, "float_data", &findings)
        case .int32s(let values): checkTyped(tensor, node, values.count, "int32_data", &findings)
        case .int64s(let values): checkTyped(tensor, node, values.count, "int64_data", &findings)
        case .doubles(let values): checkTyped(tensor, node, values.count, "double_data", &findings)
        case .uint64s(let values): checkTyped(tensor, node, values.count, "uint64_data", &findings)
        case .strings(let values): checkTyped(tensor, node, values.count, "string_data", &findings)
        }
    }

    private static func checkTyped(
        _ tensor: Tensor, _ node: Node?, _ found: Int, _ form: String, _ findings: inout [Finding]
    ) {
        guard form == Self.form(of: tensor.elementType) else {
            findings.append(finding(tensor, node, "\(tensor.elementType) does not lie in \(form)"))
            return
        }
        guard let count = tensor.elementCount else { return }
        let expected: Int
        switch tensor.elementType {
        // Real and imaginary part.
        case .complex64, .complex128: expected = count > .max / 2 ? .max : count * 2
        case .uint4, .int4, .float4e2m1: expected = count / 2 + count % 2
        case .uint2, .int2: expected = count / 4 + (count % 4 == 0 ? 0 : 1)
        default: expected = count
        }
        if found != expected {
            findings.append(
                finding(
                    tensor, node, "\(tensor.elementType) \(tensor.shape) takes \(expected) in \(form), found \(found)"))
        }
    }

    /// Which typed field holds the elements. Source: the comments on `TensorProto` in the ONNX specification.
    private static func form(of type: ElementType) -> String {
        switch type {
        case .float, .complex64: "float_data"
        case .double, .complex128: "double_data"
        case .int64: "int64_data"
        case .uint32, .uint64: "uint64_data"
        case .string: "string_data"
        default: "int32_data"
        }
    }

    static func finding(_ tensor: Tensor, _ node: Node?, _ problem: String) -> Finding {
        Finding(
            rule: rule, severity: .error, message: "tensor '\(tensor.name)': \(problem)", node: node?.description)
    }

    static func external(_ error: ONNXError, _ node: Node?) -> Finding {
        Finding(
            rule: externalRule, severity: .error, message: error.message, fix: error.fix, node: node?.description)
    }
}

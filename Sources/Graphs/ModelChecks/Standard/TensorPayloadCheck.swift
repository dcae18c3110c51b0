internal import Diagnostics
internal import ONNX
internal import ONNXOperators
internal import Support

/// Payloads hold as many elements as their shapes say, in the field for their type. Their bytes are not read.
enum TensorPayloadCheck: ModelCheck {
    static let rules: [any Rule.Type] = [TensorPayloadRule.self, ExternalDataRule.self]

    static func findings(in context: CheckContext) -> [Finding] {
        var findings: [Finding] = []
        forEachTensor(in: context) { tensor, node in check(tensor, node, context, &findings) }
        return findings
    }

    /// Initializers and attributes, including the parts of sparse ones. `node` is the owner of an attribute.
    private static func forEachTensor(in context: CheckContext, _ body: (Tensor, Node?) -> Void) {
        for graph in context.graphs {
            for tensor in graph.initializers { body(tensor, nil) }
            for tensor in graph.sparseInitializers {
                body(tensor.values, nil)
                body(tensor.indices, nil)
            }
        }
        for node in context.nodes.map(\.node) {
            for attribute in node.attributes {
                for tensor in attribute.value.tensors { body(tensor, node) }
                for tensor in attribute.value.sparseTensors {
                    body(tensor.values, node)
                    body(tensor.indices, node)
                }
            }
        }
    }

    private static func check(_ tensor: Tensor, _ node: Node?, _ context: CheckContext, _ findings: inout [Finding]) {
        if tensor.segment != nil { findings.append(suspicion(tensor, node, "it is a segment of a larger tensor")) }
        if tensor.elementType == .undefined {
            findings.append(finding(tensor, node, "its element type is undefined"))
            return
        }
        if case .external(let data) = tensor.data {
            checkExternal(tensor, data, node, context, &findings)
            return
        }
        guard let count = tensor.elementCount else {
            findings.append(finding(tensor, node, "invalid shape \(tensor.shape)"))
            return
        }
        switch tensor.data {
        case .raw(let view): checkRaw(tensor, view, count, node, &findings)
        case .floats(let values): checkTyped(tensor, node, values.count, count, "float_data", &findings)
        case .int32s(let values):
            checkTyped(tensor, node, values.count, count, "int32_data", &findings)
            if tensor.elementType == .float6e2m3 || tensor.elementType == .float6e3m2,
                !values.allSatisfy({ (0...0x3F).contains($0) })
            {
                findings.append(finding(tensor, node, "an element exceeds six bits"))
            }
        case .int64s(let values): checkTyped(tensor, node, values.count, count, "int64_data", &findings)
        case .doubles(let values): checkTyped(tensor, node, values.count, count, "double_data", &findings)
        case .uint64s(let values): checkTyped(tensor, node, values.count, count, "uint64_data", &findings)
        case .strings(let values): checkTyped(tensor, node, values.count, count, "string_data", &findings)
        case .external: break
        }
    }

    // MARK: raw_data

    private static func checkRaw(
        _ tensor: Tensor, _ view: ByteView, _ count: Int, _ node: Node?, _ findings: inout [Finding]
    ) {
        guard count > 0 else {
            if !view.isEmpty { findings.append(finding(tensor, node, "it has a payload but no elements")) }
            return
        }
        guard !view.isEmpty else {
            findings.append(finding(tensor, node, "its payload is missing"))
            return
        }
        guard let bits = tensor.elementType.packedBitWidth else {
            findings.append(finding(tensor, node, "strings must not be in raw_data"))
            return
        }
        // onnx computes the bytes first, so a size beyond 63 bits is an error there too.
        let (product, overflow) = count.multipliedReportingOverflow(by: bits)
        guard !overflow || bits > 8 && count <= Int.max / (bits / 8) else {
            findings.append(finding(tensor, node, "invalid shape \(tensor.shape)"))
            return
        }
        let expected = overflow ? count * (bits / 8) : product / 8 + (product % 8 == 0 ? 0 : 1)
        if view.count < expected {
            findings.append(finding(tensor, node, mismatch(tensor, "\(expected) bytes", view.count)))
        } else if view.count > expected, view.count != tensor.payloadByteCount {
            findings.append(suspicion(tensor, node, mismatch(tensor, "\(expected) bytes", view.count)))
        }
        // The padding of packed six-bit elements is zero.
        if bits == 6, view.count >= expected, product % 8 != 0 {
            let last = view.withUnsafeBytes { $0[expected - 1] }
            if last >> UInt8(product % 8) != 0 {
                findings.append(finding(tensor, node, "the padding bits after its last element are not zero"))
            }
        }
    }

    // MARK: Typed fields

    private static func checkTyped(
        _ tensor: Tensor, _ node: Node?, _ found: Int, _ count: Int, _ form: String, _ findings: inout [Finding]
    ) {
        guard count > 0 else {
            findings.append(finding(tensor, node, "it has a payload but no elements"))
            return
        }
        guard form == tensor.elementType.typedField else {
            findings.append(finding(tensor, node, "\(tensor.elementType) must not be in \(form)"))
            return
        }
        let expected: Int
        switch tensor.elementType {
        // Real and imaginary part.
        case .complex64, .complex128: expected = count > .max / 2 ? .max : count * 2
        case .uint4, .int4, .float4e2m1: expected = count / 8 + (count % 8 == 0 ? 0 : 1)
        case .uint2, .int2: expected = count / 16 + (count % 16 == 0 ? 0 : 1)
        default: expected = count
        }
        if found < expected {
            findings.append(finding(tensor, node, mismatch(tensor, "\(expected) in \(form)", found)))
        } else if found > expected, (tensor.elementType.bitWidth ?? 8) >= 8 {
            findings.append(suspicion(tensor, node, mismatch(tensor, "\(expected) in \(form)", found)))
        }
    }

    // MARK: External data

    private static func checkExternal(
        _ tensor: Tensor, _ data: ExternalData, _ node: Node?, _ context: CheckContext, _ findings: inout [Finding]
    ) {
        guard let files = context.model.externalFiles else { return }
        do {
            let view = try files.bytes(of: data, tensor: tensor.name)
            if let expected = tensor.payloadByteCount, view.count < expected {
                findings.append(finding(tensor, node, mismatch(tensor, "\(expected) bytes", view.count)))
            }
        } catch {
            var external = ExternalDataRule.error(error.message, fix: error.fix)
            external.node = node?.description
            findings.append(external)
        }
    }

    private static func mismatch(_ tensor: Tensor, _ expected: String, _ found: Int) -> String {
        "\(tensor.elementType) \(tensor.shape): expected \(expected), found \(found)"
    }

    static func finding(_ tensor: Tensor, _ node: Node?, _ problem: String) -> Finding {
        TensorPayloadRule.error("tensor '\(tensor.name)': \(problem)", node: node)
    }

    /// A problem that the standard allows.
    static func suspicion(_ tensor: Tensor, _ node: Node?, _ problem: String) -> Finding {
        TensorPayloadRule.warning("tensor '\(tensor.name)': \(problem)", node: node)
    }
}

extension AttributeValue {
    var tensors: [Tensor] {
        switch self {
        case .tensor(let tensor): [tensor]
        case .tensors(let tensors): tensors
        default: []
        }
    }

    var sparseTensors: [SparseTensor] {
        switch self {
        case .sparseTensor(let tensor): [tensor]
        case .sparseTensors(let tensors): tensors
        default: []
        }
    }
}

extension ElementType {
    /// The least number of bits per element in `raw_data`: six-bit floats may be packed. `nil` for strings.
    fileprivate var packedBitWidth: Int? {
        switch self {
        case .float6e2m3, .float6e3m2: 6
        default: bitWidth
        }
    }

    /// Which typed field holds the elements. Source: the comments on `TensorProto` in the ONNX specification.
    fileprivate var typedField: String {
        switch self {
        case .float, .complex64: "float_data"
        case .double, .complex128: "double_data"
        case .int64: "int64_data"
        case .uint32, .uint64: "uint64_data"
        case .string: "string_data"
        default: "int32_data"
        }
    }
}

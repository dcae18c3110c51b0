package import Diagnostics
package import Support

/// Why a model cannot be read, written, or used.
package enum ONNXError: UserError, Equatable {
    case file(FileError)
    /// The file is something else; `reason` says what it looks like.
    case notONNX(path: String, reason: String)
    /// The bytes are not the protocol buffer they should be. `place` is the way to the field
    /// (`graph.node[3].attribute[0]`), empty at the outermost.
    case malformed(path: String, offset: Int, place: String, problem: String)
    /// The protocol buffer is complete, but its content is invalid.
    case invalid(path: String, place: String, problem: String)
    /// A node's attribute is missing, or is not what the operator accepts. `node` is `name (OpType)`.
    case attribute(node: String, attribute: String, problem: String)
    /// A node's inputs do not go together, or are not what the operator accepts. `node` is `name (OpType)`.
    case node(node: String, problem: String)
    /// A tensor's payload is not what its shape and element type call for.
    case tensor(name: String, problem: String)
    /// A tensor's payload is in another file and cannot be read from there.
    case externalData(tensor: String, location: String, problem: String)
    /// The model does not fit into one protocol buffer.
    case tooLarge(path: String, bytes: Int)

    package var message: String {
        switch self {
        case .file(let error): error.message
        case .notONNX(_, let reason): "this is not an ONNX model: \(reason)"
        case .malformed(_, let offset, let place, let problem):
            "the model is damaged at byte \(offset)\(place.isEmpty ? "" : ", \(place)"): \(problem)"
        case .invalid(_, let place, let problem): "\(place.isEmpty ? "the model" : place): \(problem)"
        case .attribute(let node, let attribute, let problem): "node \(node), attribute '\(attribute)': \(problem)"
        case .node(let node, let problem): "node \(node): \(problem)"
        case .tensor(let name, let problem): "tensor '\(name)': \(problem)"
        case .externalData(let tensor, let location, let problem):
            "tensor '\(tensor)': external data '\(location)': \(problem)"
        case .tooLarge(_, let bytes):
            "the model needs \(bytes) bytes, but a protocol buffer is limited to \(Int32.max)"
        }
    }

    package var fix: String? {
        switch self {
        case .file(let error): error.fix
        case .notONNX: "check the path, or export the network to ONNX"
        case .malformed: "the file may be truncated: copy or export it again"
        case .invalid, .attribute, .node, .tensor: nil
        case .externalData: "keep the external data files next to the model, as the exporter wrote them"
        case .tooLarge: "keep the weights in a smaller type, or split the model"
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .file(let error): error.location
        case .notONNX(let path, _), .malformed(let path, _, _, _), .invalid(let path, _, _), .tooLarge(let path, _):
            SourceLocation(path: path)
        case .attribute, .node, .tensor, .externalData: nil
        }
    }

    /// The message without the node's name, for a ``Finding`` that names the node itself.
    package var problem: String {
        switch self {
        case .attribute(_, let attribute, let problem): "attribute '\(attribute)': \(problem)"
        case .node(_, let problem): problem
        default: message
        }
    }
}

extension Error {
    /// ``ONNXError/problem`` of an ``ONNXError``, the message of any other error.
    package var nodeProblem: String { (self as? ONNXError)?.problem ?? userMessage }
}

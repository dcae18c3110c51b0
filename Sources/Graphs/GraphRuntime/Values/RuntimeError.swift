package import Diagnostics
internal import ONNX

/// Why a graph, or one of its nodes, cannot be computed.
package enum RuntimeError: UserError, Equatable {
    /// The executor does not have the operator, or not this form of it. `node` is `name (OpType)`; `reason` is `nil` if
    /// it is the operator as such.
    case unsupported(node: String, operatorType: String, opset: Int, reason: String?)
    /// A node's inputs do not go together, or are not what the operator accepts. `node` is `name (OpType)`.
    case node(node: String, problem: String)
    /// A graph's input is missing, not known, or of another type or shape than the graph says.
    case input(name: String, problem: String)
    /// A value that nothing produces: an input of a node, an output of the graph, or a value that is to be kept.
    case undefined(value: String)
    /// A value that two nodes give.
    case duplicate(value: String)
    /// A value, together with what is alive, would take more memory than ``ExecutorOptions/memoryLimit`` allows.
    case memory(bytes: Int, limit: Int)
    /// oneDNN is not there.
    case missingLibrary(problem: String)
    /// oneDNN failed at a node.
    case library(node: String, problem: String)

    package var message: String {
        switch self {
        case .unsupported(let node, let operatorType, let opset, let reason):
            "node \(node): " + (reason ?? "the executor does not have operator \(operatorType) of opset \(opset)")
        case .node(let node, let problem): "node \(node): \(problem)"
        case .input(let name, let problem): "input '\(name)': \(problem)"
        case .undefined(let value): "nothing in the graph computes the value '\(value)'"
        case .duplicate(let value): "two nodes of the graph compute the value '\(value)'"
        case .memory(let bytes, let limit):
            "running the model needs more than \(limit) bytes of memory (\(bytes) for the last value alone)"
        case .missingLibrary(let problem): "oneDNN, which computes float models, cannot be loaded: \(problem)"
        case .library(let node, let problem): "node \(node): \(problem)"
        }
    }

    package var fix: String? {
        switch self {
        case .missingLibrary: "install it: mapper/00_setup.sh, or apt-get install libdnnl-dev"
        default: nil
        }
    }

    package var exitStatus: ExitStatus {
        if case .missingLibrary = self { .toolMissing } else { .failure }
    }
}

/// The types of attributes, numbered as `AttributeProto.AttributeType` of the ONNX specification.
package enum AttributeKind: Int32, Sendable, Hashable, CaseIterable {
    case float = 1
    case integer = 2
    case string = 3
    case tensor = 4
    case graph = 5
    case floats = 6
    case integers = 7
    case strings = 8
    case tensors = 9
    case graphs = 10
    case sparseTensor = 11
    case sparseTensors = 12
    case type = 13
    case types = 14

    /// As people call it: "an integer", "floats".
    package var name: String {
        switch self {
        case .float: "a float"
        case .integer: "an integer"
        case .string: "a string"
        case .tensor: "a tensor"
        case .graph: "a graph"
        case .floats: "floats"
        case .integers: "integers"
        case .strings: "strings"
        case .tensors: "tensors"
        case .graphs: "graphs"
        case .sparseTensor: "a sparse tensor"
        case .sparseTensors: "sparse tensors"
        case .type: "a type"
        case .types: "types"
        }
    }
}

extension AttributeValue {
    /// The type of the value; of a reference, the type that it states, `nil` if it states none.
    package var kind: AttributeKind? {
        switch self {
        case .float: .float
        case .integer: .integer
        case .string: .string
        case .tensor: .tensor
        case .graph: .graph
        case .sparseTensor: .sparseTensor
        case .type: .type
        case .floats: .floats
        case .integers: .integers
        case .strings: .strings
        case .tensors: .tensors
        case .graphs: .graphs
        case .sparseTensors: .sparseTensors
        case .types: .types
        case .reference(_, let type): AttributeKind(rawValue: type)
        }
    }
}

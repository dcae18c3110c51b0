/// What is wrong inside a safetensors file.
package enum SafetensorsProblem: Error, Sendable, Hashable {
    case tooShort(bytes: Int)
    case headerLength(UInt64, available: Int)
    /// `offset` counts from the start of the file.
    case header(String, offset: Int)
    case unknownType(tensor: String, type: String)
    case tooLarge(tensor: String, shape: [Int])
    case length(tensor: String, type: SafetensorsType, shape: [Int], expected: Int, begin: Int, end: Int)
    case truncated(tensor: String, end: Int, available: Int)
    case overlap(tensor: String)
    /// Bytes that belong to no tensor; `before` is `nil` at the end of the file.
    case gap(bytes: Int, before: String?)

    var message: String {
        switch self {
        case .tooShort(let bytes):
            "the file has \(bytes) bytes, but the length of its header alone needs 8"
        case .headerLength(let length, let available):
            "the first 8 bytes declare a header of \(length) bytes, but \(available) follow"
                + (length > UInt64(SafetensorsFile.maximumHeaderLength) ? " (the format allows 100 MB)" : "")
        case .header(let reason, let offset):
            "the header is malformed at byte \(offset): \(reason)"
        case .unknownType(let tensor, let type):
            "tensor '\(tensor)' has the unknown type '\(type)'"
        case .tooLarge(let tensor, let shape):
            "tensor '\(tensor)' of shape \(shape) is larger than any file"
        case .length(let tensor, let type, let shape, let expected, let begin, let end):
            "tensor '\(tensor)' (\(type.rawValue), shape \(shape)) needs \(expected) bytes, "
                + "and its data_offsets are [\(begin), \(end)]"
        case .truncated(let tensor, let end, let available):
            "the file is cut short: tensor '\(tensor)' ends at byte \(end) of the data, which has \(available)"
        case .overlap(let tensor):
            "tensor '\(tensor)' overlaps another one"
        case .gap(let bytes, let tensor):
            "\(bytes) bytes \(tensor.map { "before tensor '\($0)'" } ?? "at the end") belong to no tensor"
        }
    }
}

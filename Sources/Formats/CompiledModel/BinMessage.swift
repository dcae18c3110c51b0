internal import CBinProto
internal import CProtobufC
internal import Support

/// Owns the unpacked protobuf message of a `.bin`.
final class BinMessage: @unchecked Sendable {
    // Never written after unpacking, so that several threads may read it.
    private let message: UnsafeMutablePointer<RepvitBin__Model>

    /// - Returns: `nil` if the bytes are not such a message.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress,
            let message = repvit_bin__model__unpack(nil, bytes.count, start)
        else { return nil }
        self.message = message
    }

    deinit { repvit_bin__model__free_unpacked(message, nil) }

    /// Build parameters by name; empty if there are none.
    var information: [String: String] {
        var values: [String: String] = [:]
        for entries in pointers(message.pointee.information, message.pointee.n_information) {
            for entry in pointers(entries.pointee.entries, entries.pointee.n_entries) {
                values[text(entry.pointee.key)] = text(entry.pointee.value)
            }
        }
        return values
    }

    /// Lends the graphs, in either of the two places where the tools put them.
    func withGraphs<Result>(_ body: ([UnsafeMutablePointer<RepvitBin__Graph>]) -> Result) -> Result {
        defer { withExtendedLifetime(self) {} }
        var graphs = pointers(message.pointee.graphs, message.pointee.n_graphs)
        if graphs.isEmpty, let graph = message.pointee.graph { graphs = [graph] }
        return body(graphs)
    }

    /// Lends the bytes of a graph's constant.
    func withBytes<Result>(
        ofConstant name: String, inGraph index: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result? {
        withGraphs { graphs -> Result? in
            guard graphs.indices.contains(index) else { return nil }
            let constants = pointers(graphs[index].pointee.initializer, graphs[index].pointee.n_initializer)
            guard let constant = constants.first(where: { text($0.pointee.name) == name }),
                constant.pointee.n_string_data == 1, let datum = constant.pointee.string_data
            else { return nil }
            return body(UnsafeRawBufferPointer(start: datum.pointee.data, count: datum.pointee.len))
        }
    }
}

/// The elements of a repeated message field.
func pointers<Element>(
    _ first: UnsafeMutablePointer<UnsafeMutablePointer<Element>?>?, _ count: Int
) -> [UnsafeMutablePointer<Element>] {
    guard let first else { return [] }
    return UnsafeBufferPointer(start: first, count: count).compactMap(\.self)
}

/// The elements of a repeated number field.
func numbers<Element>(_ first: UnsafeMutablePointer<Element>?, _ count: Int) -> [Element] {
    guard let first else { return [] }
    return Array(UnsafeBufferPointer(start: first, count: count))
}

/// A string field.
func text(_ characters: UnsafeMutablePointer<CChar>?) -> String {
    characters.map { String(cString: $0) } ?? ""
}

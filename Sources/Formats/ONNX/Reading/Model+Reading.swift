internal import COnnxProto
internal import CProtobufC
package import Support

extension Model {
    /// Reads a model. The file stays mapped as long as one of its tensors lives; payloads are not touched.
    ///
    /// - Throws: ``ONNXError``: `file` if it cannot be opened, `notONNX` if it is something else, `malformed` with the
    ///   byte and `invalid` with the node or tensor where it is damaged.
    package init(contentsOf path: String) throws(ONNXError) {
        let file: MappedFile
        do throws(FileError) {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        try self.init(ByteView(file, 0..<file.count), path: path)
        origin = ModelOrigin(path: path, externalFiles: ExternalFiles(folder: Path.folder(path)))
    }

    /// Reads a model from bytes, of which its tensors then are views.
    ///
    /// `WireSchema` describes every message and ``SkeletonBuilder`` has checked all of it, so libprotobuf-c decides nothing
    /// here: it is used because the project requires that models are parsed by it, not by a reader of our own.
    ///
    /// - Parameter path: what errors call the bytes.
    /// - Throws: ``ONNXError``, as ``init(contentsOf:)`` does.
    package init(_ bytes: ByteView, path: String = "model") throws(ONNXError) {
        let skeleton: [UInt8]
        do throws(WireError) {
            skeleton = try bytes.withUnsafeBytes { (raw: UnsafeRawBufferPointer) throws(WireError) in
                try SkeletonBuilder.build(raw)
            }
        } catch {
            if let format = Self.foreignFormat(of: bytes) { throw .notONNX(path: path, reason: format) }
            throw .malformed(path: path, offset: error.offset, place: error.graphPath, problem: error.problem)
        }
        let message = UnpackedModel(skeleton)
        guard let proto = message.pointer?.pointee else {
            throw .malformed(path: path, offset: 0, place: "", problem: "protobuf-c rejects it")
        }
        guard proto.graph != nil else {
            throw .notONNX(path: path, reason: Self.foreignFormat(of: bytes) ?? "it has no graph")
        }
        do throws(InvalidMessage) {
            self = try ModelDecoder(file: bytes).model(proto)
        } catch {
            throw .invalid(path: path, place: error.path.reversed().joined(separator: ", "), problem: error.problem)
        }
    }

    /// What the bytes are instead of a model, in words.
    private static func foreignFormat(of bytes: ByteView) -> String? {
        switch bytes.withUnsafeBytes({ ForeignFormat($0) }) {
        case nil, .onnx: nil
        case let format?: "it is \(format.rawValue)"
        }
    }

    /// The folder that the model was read from, which its external data is relative to; `nil` if it came from memory.
    package var folder: String? { origin.externalFiles?.folder }
}

/// protobuf-c's tree of structs for a model, freed with the value.
private struct UnpackedModel: ~Copyable {
    /// `nil` if the bytes are not a model.
    let pointer: UnsafeMutablePointer<Onnx__ModelProto>?

    init(_ skeleton: [UInt8]) {
        pointer = skeleton.withUnsafeBufferPointer { onnx__model_proto__unpack(nil, $0.count, $0.baseAddress) }
    }

    deinit {
        if let pointer { onnx__model_proto__free_unpacked(pointer, nil) }
    }
}

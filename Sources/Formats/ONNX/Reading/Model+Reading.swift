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
    /// - Parameter path: what errors call the bytes.
    /// - Throws: ``ONNXError``, as ``init(contentsOf:)`` does.
    package init(_ bytes: ByteView, path: String = "model") throws(ONNXError) {
        if bytes.isEmpty { throw .notONNX(path: path, reason: "the file is empty") }
        let skeleton: [UInt8]
        do throws(WireError) {
            skeleton = try bytes.withUnsafeBytes { (raw: UnsafeRawBufferPointer) throws(WireError) in
                try SkeletonBuilder.build(raw)
            }
        } catch {
            if let reason = ForeignFormat.description(of: bytes) { throw .notONNX(path: path, reason: reason) }
            throw .malformed(path: path, offset: error.offset, place: error.graphPath, problem: error.problem)
        }
        let message = UnpackedModel(skeleton)
        guard let proto = message.pointer?.pointee else {
            throw .malformed(path: path, offset: 0, place: "", problem: "protobuf-c does not take it")
        }
        guard proto.graph != nil else {
            throw .notONNX(path: path, reason: ForeignFormat.description(of: bytes) ?? "there is no graph in it")
        }
        do throws(DecodingError) {
            self = try ModelDecoder(file: bytes).model(proto)
        } catch {
            throw .invalid(path: path, place: error.path.reversed().joined(separator: ", "), problem: error.problem)
        }
    }

    /// The folder that the model was read from, which its external data is relative to; `nil` if it came from memory.
    package var folder: String? { origin.externalFiles?.folder }
}

/// protobuf-c's tree of structs for a model, freed with the value.
private struct UnpackedModel: ~Copyable {
    /// `nil` if the bytes are no model.
    let pointer: UnsafeMutablePointer<Onnx__ModelProto>?

    init(_ skeleton: [UInt8]) {
        pointer = skeleton.withUnsafeBufferPointer { onnx__model_proto__unpack(nil, $0.count, $0.baseAddress) }
    }

    deinit {
        if let pointer { onnx__model_proto__free_unpacked(pointer, nil) }
    }
}

import COnnxProto
import Foundation
@testable import ONNX
import Testing
import TestSupport

@Suite("Generated protobuf code")
struct GeneratedProtobufTests {
    static let compiler = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").first {
        FileManager.default.isExecutableFile(atPath: "\($0)/protoc-c")
    }

    @Test(
        "The committed code is what protoc-c makes",
        .enabled(if: compiler != nil, "needs protoc-c (Debian's protobuf-c-compiler)"),
        arguments: ["COnnxProto/onnx.pb-c.c", "COnnxProto/include/onnx.pb-c.h"])
    func isCurrent(file: String) async throws {
        let folder = TemporaryFolder()
        let script = Package.folder + "/Tools/generate-protobuf.sh"
        _ = try await Command.run(script, [folder.path]).standardOutput(orThrow: script)
        let committed = try String(contentsOfFile: Package.folder + "/Sources/C/" + file, encoding: .utf8)
        let made = try String(contentsOfFile: folder(file), encoding: .utf8)
        #expect(
            Self.normalized(committed) == Self.normalized(made),
            "\(file) is not what onnx.proto gives; renew it with Tools/generate-protobuf.sh")
    }

    /// Without what differs between versions of protoc-c: the version that the header was made for, and the underscore
    /// that 1.3 puts before the names of structs.
    static func normalized(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: true).filter { line in
            !line.hasPrefix("#elif") && !line.hasPrefix("# error")
        }.map {
            Substring(
                $0.replacing("struct  _Onnx", with: "struct  Onnx").replacing("struct _Onnx", with: "struct Onnx"))
        }
    }

    @Test("The scanner's table has the fields of onnx.proto", arguments: MessageKind.allCases)
    func schema(kind: MessageKind) throws {
        let descriptor = try #require(Self.descriptors[kind])
        let fields = UnsafeBufferPointer(start: descriptor.fields, count: Int(descriptor.n_fields))
        let table = WireSchema.fields(of: kind)
        #expect(Set(table.keys) == Set(fields.map { Int($0.id) }))
        for field in fields {
            let own = try #require(table[Int(field.id)])
            #expect(own.name.description == String(cString: field.name))
            #expect(own.isRepeated == (field.label == PROTOBUF_C_LABEL_REPEATED))
            switch field.type {
            case PROTOBUF_C_TYPE_STRING: #expect(own.isText)
            case PROTOBUF_C_TYPE_BYTES: #expect(own.isBytes)
            case PROTOBUF_C_TYPE_MESSAGE:
                guard case .message(let child) = own.content else {
                    Issue.record("\(own.name) is a message")
                    continue
                }
                let expected = try #require(Self.descriptors[child])
                let found = field.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self).pointee
                #expect(String(cString: found.name) == String(cString: expected.name))
            case PROTOBUF_C_TYPE_FLOAT: if case .fixed32 = own.content {} else { Issue.record("\(own.name)") }
            case PROTOBUF_C_TYPE_DOUBLE: if case .fixed64 = own.content {} else { Issue.record("\(own.name)") }
            default: if case .varint = own.content {} else { Issue.record("\(own.name)") }
            }
        }
    }

    static var descriptors: [MessageKind: ProtobufCMessageDescriptor] {
        [
            .model: onnx__model_proto__descriptor, .operatorSet: onnx__operator_set_id_proto__descriptor,
            .entry: onnx__string_string_entry_proto__descriptor,
            .trainingInfo: onnx__training_info_proto__descriptor, .annotation: onnx__tensor_annotation__descriptor,
            .function: onnx__function_proto__descriptor,
            .graph: onnx__graph_proto__descriptor, .node: onnx__node_proto__descriptor,
            .attribute: onnx__attribute_proto__descriptor, .tensor: onnx__tensor_proto__descriptor,
            .segment: onnx__tensor_proto__segment__descriptor, .sparseTensor: onnx__sparse_tensor_proto__descriptor,
            .valueInfo: onnx__value_info_proto__descriptor, .type: onnx__type_proto__descriptor,
            .tensorType: onnx__type_proto__tensor__descriptor, .sequenceType: onnx__type_proto__sequence__descriptor,
            .mapType: onnx__type_proto__map__descriptor, .optionalType: onnx__type_proto__optional__descriptor,
            .opaqueType: onnx__type_proto__opaque__descriptor, .shape: onnx__tensor_shape_proto__descriptor,
            .dimension: onnx__tensor_shape_proto__dimension__descriptor,
        ]
    }
}

extension WireField {
    fileprivate var isText: Bool { if case .text = content { true } else { false } }

    fileprivate var isBytes: Bool {
        switch content {
        case .bytes, .payload: true
        default: false
        }
    }
}

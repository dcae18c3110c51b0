@testable import ONNX
import Support
import ONNXTestSupport
import Testing
import TestSupport

@Suite("Damaged files")
struct DamagedFileTests {
    private func refusal(of bytes: [UInt8]) -> ONNXError? {
        do {
            _ = try Model(ByteView(bytes), path: "m.onnx")
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "Other files are named for what they are",
        arguments: [
            ("", "empty"), ("hello, this is a README\n", "text file"), ("# Größe → 3 µm\n", "text file"),
            ("<!DOCTYPE html><html>", "web page"),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS pointer"),
            ("PK\u{3}\u{4}\u{14}\u{0}\u{0}", "zip archive"), ("{\"a\": 1}", "text file"),
        ])
    func foreign(content: String, expected: String) throws {
        let error = try #require(refusal(of: Array(content.utf8)))
        guard case .notONNX = error else {
            Issue.record("\(error)")
            return
        }
        #expect(error.message.contains(expected))
        #expect(!error.message.contains("\n"))
    }

    @Test("A safetensors file is named")
    func safetensors() throws {
        let header = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        let error = try #require(
            refusal(of: [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [0, 0, 0, 0]))
        #expect(error.message.contains("safetensors"))
    }

    @Test("Every truncation is one clear error or a whole model")
    func truncated() {
        let bytes = Samples.network().serialized()
        for count in 0..<bytes.count {
            guard let error = refusal(of: Array(bytes[..<count])) else { continue }
            #expect(!error.message.isEmpty && !error.message.contains("\n"))
        }
    }

    @Test("A truncated file says where")
    func truncationPlace() throws {
        let bytes = Samples.network().serialized()
        let error = try #require(refusal(of: Array(bytes.dropLast(100))))
        guard case .malformed(let path, let offset, let place, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(path == "m.onnx" && offset > 0 && place == "graph")
    }

    /// A model whose graph holds these bytes as one more field.
    private func graph(_ fields: [UInt8]) -> [UInt8] {
        var buffer = WireBuffer()
        buffer.integer(1, 6)
        buffer.message(7) { $0.raw(fields) }
        return buffer.bytes
    }

    @Test("Nesting has a limit")
    func deepNesting() throws {
        // A node with an attribute with a graph, a thousand times: lengths from the inside out.
        var inner: [UInt8] = []
        for _ in 0..<1000 {
            var graph = WireBuffer()
            graph.message(1) { node in node.message(5) { attribute in attribute.message(6) { $0.raw(inner) } } }
            inner = graph.bytes
        }
        let error = try #require(refusal(of: graph(inner)))
        #expect(error.message.contains("nest deeper"))
    }

    @Test("A name that is not UTF-8 says where")
    func notUTF8() throws {
        var buffer = WireBuffer()
        buffer.message(1) { node in
            node.data(3, [0xFF, 0xFE])
        }
        let error = try #require(refusal(of: graph(buffer.bytes)))
        guard case .malformed(_, _, let place, let problem) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(place == "graph.node[0].name")
        #expect(problem.contains("UTF-8"))
    }

    @Test(
        "What protobuf would merge or mistake is refused",
        arguments: [
            ([0x3A, 0x00, 0x3A, 0x00], "twice"),  // two graphs
            ([0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], "64 bits"),
            ([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], "announced"),
            ([0x38, 0x01], "wire type"),  // the graph as a number
            ([0x3B, 0x00], "wire type"),  // a group
            ([0x00, 0x00], "missing field number"),
            ([0x08], "cut off"),
            ([0x12, 0x02, 0x41, 0x00], "NUL"),
        ] as [([UInt8], String)])
    func refused(bytes: [UInt8], expected: String) throws {
        let error = try #require(refusal(of: bytes))
        #expect(error.message.contains(expected))
    }

    @Test("An unknown element type and a tensor in two forms are refused, and the tensor is named")
    func badTensors() throws {
        for (fields, expected): ([(Int, [UInt8])], String) in [
            ([(2, [99])], "unknown element type 99"),
            ([(9, [4, 0, 0, 0, 0]), (4, [4, 0, 0, 0, 0])], "more than one form"),
        ] {
            var buffer = WireBuffer()
            buffer.message(5) { tensor in
                tensor.text(8, "weights")
                for (field, content) in fields {
                    tensor.raw([UInt8(field << 3 | (content.count > 1 ? 2 : 0))] + content)
                }
            }
            let error = try #require(refusal(of: graph(buffer.bytes)))
            #expect(error.message.contains(expected) && error.message.contains("tensor 'weights'"))
        }
    }

    @Test("A product of sizes that overflows is no size")
    func overflowingShape() {
        let tensor = Tensor(
            name: "t", shape: [1 << 40, 1 << 40], elementType: .float, data: .raw(ByteView([0, 0, 0, 0])))
        #expect(tensor.elementCount == nil)
        #expect(throws: ONNXError.self) { try tensor.floats() }
        #expect(Tensor(shape: [1 << 61, 4], elementType: .float, data: .floats([])).payloadByteCount == nil)
        #expect(Tensor(shape: [-1], elementType: .float, data: .floats([])).elementCount == nil)
    }

    @Test("A million tiny nodes are read")
    func manyNodes() throws {
        var bytes: [UInt8] = []
        for _ in 0..<1_000_000 { bytes += [0x0A, 0x00] }
        let model = try Model(ByteView(graph(bytes)))
        #expect(model.graph.nodes.count == 1_000_000)
    }

    @Test("Two bytes a message do not fill the memory")
    func messageLimit() throws {
        let error = try #require(
            refusal(
                of: graph(
                    [UInt8](repeating: 0, count: 5_000_000).enumerated().map { index, _ in
                        index.isMultiple(of: 2) ? 0x0A : 0
                    })))
        #expect(error.message.contains("messages"))
    }
}

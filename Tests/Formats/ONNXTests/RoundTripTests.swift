import Foundation
@testable import ONNX
import Support
import ONNXTestSupport
import Testing
import TestSupport

@Suite("Reading and writing")
struct RoundTripTests {
    @Test("A model made here is the same after writing and reading")
    func ownModel() throws {
        let folder = TemporaryFolder()
        let model = Samples.network()
        try model.write(to: folder("a.onnx"))
        let read = try Model(contentsOf: folder("a.onnx"))
        #expect(read == model)
        #expect(read.folder == folder.path)
        try read.write(to: folder("b.onnx"))
        #expect(
            try Data(contentsOf: URL(filePath: folder("a.onnx"))) == Data(contentsOf: URL(filePath: folder("b.onnx"))))
    }

    @Test("Payloads are views of the mapped file")
    func views() throws {
        let folder = TemporaryFolder()
        try Samples.network().write(to: folder("a.onnx"))
        let file = try MappedFile(path: folder("a.onnx"))
        let model = try Model(ByteView(file, 0..<file.count))
        guard case .raw(let view) = model.graph.initializers[0].data else {
            Issue.record("the payload is no raw data")
            return
        }
        file.withUnsafeBytes { all in
            view.withUnsafeBytes { bytes in
                guard let payload = bytes.baseAddress, let start = all.baseAddress else {
                    Issue.record("there are no bytes")
                    return
                }
                #expect(payload >= start && payload + bytes.count <= start + all.count)
            }
        }
    }

    @Test(
        "A model with everything in it is the same for onnx after reading and writing",
        .enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
    func everything() async throws {
        let folder = TemporaryFolder()
        _ = try await Oracle.run(program: "everything_model.py", arguments: [folder("zoo.onnx")])
        let model = try Model(contentsOf: folder("zoo.onnx"))
        try model.write(to: folder("again.onnx"))
        #expect(try Model(contentsOf: folder("again.onnx")) == model)
        let verdict = try await Oracle.run(
            program: "same_model.py", arguments: [folder("zoo.onnx"), folder("again.onnx")])
        #expect(verdict == "True\n")
    }

    @Test(
        "Every export of RepViT is the same for onnx after reading and writing",
        .enabled(if: Exports.isAvailable && Oracle.python != nil, "\(Exports.absence)"), arguments: Exports.forms)
    func exports(form: String) async throws {
        let folder = TemporaryFolder()
        let path = try await Exports.path("m0_9", form)
        try Model(contentsOf: path).write(to: folder("again.onnx"))
        let verdict = try await Oracle.run(
            program: "same_model.py", arguments: [path, folder("again.onnx")])
        #expect(verdict == "True\n")
    }

    @Test(
        "Elements come out of every form as the numbers they are",
        .enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
    func elements() async throws {
        let folder = TemporaryFolder()
        _ = try await Oracle.run(program: "tensor_forms.py", arguments: [folder("t.onnx")])
        let model = try Model(contentsOf: folder("t.onnx"))
        #expect(model.graph.initializers.count == 24)
        for tensor in model.graph.initializers {
            if tensor.elementType.isFloatingPoint {
                let floats = try model.floats(of: tensor)
                let last: Float = tensor.elementType == .float16 ? 0x1p-24 : 0.25
                #expect(floats[0] == 0 && floats[1] == -1.5 && floats[3] == last, "\(tensor.name)")
                #expect(floats[2] == (tensor.elementType == .bfloat16 ? 65536 : 65504), "\(tensor.name)")
            } else if tensor.name.hasPrefix("U") {
                #expect(try model.integers(of: tensor) == [5, 0, 200], "\(tensor.name)")
            } else {
                #expect(try model.integers(of: tensor) == [-5, 0, 100], "\(tensor.name)")
            }
        }
    }

    @Test(
        "Every code of the narrow types is the number that onnx takes it for",
        .enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
    func narrow() async throws {
        let folder = TemporaryFolder()
        let numbers = try await Oracle.run(program: "narrow_types.py", arguments: [folder("narrow.onnx")])
        let model = try Model(contentsOf: folder("narrow.onnx"))
        let lines = numbers.split(separator: "\n")
        #expect(lines.count == 12 && model.graph.initializers.count == 12)
        for (tensor, line) in zip(model.graph.initializers, lines) {
            let expected = line.split(separator: " ").dropFirst().compactMap { Float($0) }
            let found =
                tensor.elementType.isFloatingPoint
                ? try model.floats(of: tensor) : try model.integers(of: tensor).map { Float($0) }
            #expect(expected.count == found.count)
            let differing = zip(expected, found).filter { !($0 == $1 || $0.isNaN && $1.isNaN) }
            #expect(differing.isEmpty, "\(tensor.name): \(differing.prefix(3))")
        }
    }

    @Test("Repeated writes give the same bytes")
    func deterministic() {
        #expect(Samples.network().serialized() == Samples.network().serialized())
    }

    @Test("A failed write leaves nothing behind")
    func unwritable() {
        #expect(throws: ONNXError.self) { try Samples.network().write(to: "/proc/nowhere/model.onnx") }
    }
}

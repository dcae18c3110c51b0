import Diagnostics
import Foundation
import Safetensors
import Support
import Testing
import TestSupport

@Suite("Safetensors files")
struct SafetensorsFileTests {
    private let folder = TemporaryFolder()

    private func file(_ bytes: [UInt8]) throws -> String {
        let path = folder("weights.safetensors")
        try AtomicFile.write(bytes, to: path)
        return path
    }

    /// A file with this header and so many bytes of data; `length` lies about the header if it is given.
    private func file(header: String, data: Int = 0, length: UInt64? = nil) throws -> String {
        let count = length ?? UInt64(header.utf8.count)
        let prefix = withUnsafeBytes(of: count.littleEndian) { Array($0) }
        return try file(prefix + Array(header.utf8) + (0..<data).map { UInt8(truncatingIfNeeded: $0) })
    }

    private func problem(_ path: String) -> SafetensorsProblem? {
        do {
            _ = try SafetensorsFile(path: path)
        } catch SafetensorsError.malformed(_, let problem) {
            return problem
        } catch {
            Issue.record(error)
        }
        return nil
    }

    @Test("What is written is read again, bit for bit")
    func roundTrip() throws {
        let path = folder("f")
        let tensors = [
            WeightTensor(name: "a.weight", shape: [2, 3], floats: [1, -2, 3.5, 0, -0, .greatestFiniteMagnitude]),
            WeightTensor(name: "quoted \" \\ \n ü", shape: [], floats: [7]),
            WeightTensor(name: "empty", shape: [0, 4], floats: []),
        ]
        try SafetensorsWriter.write(tensors, to: path)
        let read = try SafetensorsFile(path: path)
        #expect(read.tensors.map(\.name) == tensors.map(\.name))
        #expect(read.tensors.map(\.shape) == tensors.map(\.shape))
        #expect(read.tensors.map(\.bytes) == tensors.map(\.bytes))
        #expect(SafetensorsWriter.sha256(of: tensors) == (try SHA256.hash(file: path)))
    }

    @Test("Every floating type is read without loss")
    func types() throws {
        let values: [Double] = [0, -1.5, 0.25, 100]
        func tensor(_ type: SafetensorsType, _ bytes: ByteView) -> WeightTensor {
            WeightTensor(name: "t", type: type, shape: [4], bytes: bytes)
        }
        #expect(tensor(.float64, ByteView(elements: values)).doubles() == values)
        #expect(tensor(.float32, ByteView(elements: values.map { Float($0) })).doubles() == values)
        #expect(tensor(.float16, ByteView(elements: values.map { Float16($0) })).doubles() == values)
        let upper = values.map { UInt16(Float($0).bitPattern >> 16) }
        #expect(tensor(.bfloat16, ByteView(elements: upper)).doubles() == values)
        // Smallest subnormal, infinity, and what is no number.
        let special = tensor(.float16, ByteView(elements: [UInt16(1), 0x7C00, 0xFC00, 0x7E00])).doubles()
        #expect(special[0] == 0x1p-24 && special[1] == .infinity && special[2] == -.infinity && special[3].isNaN)
    }

    @Test("The header's own metadata and white space are read")
    func metadata() throws {
        let header = """
            { "__metadata__" : {"format":"pt"} , "a":{"shape":[2],"dtype":"F32","data_offsets":[0,8]} }\u{20}\u{20}
            """
        let read = try SafetensorsFile(path: file(header: header, data: 8))
        #expect(read.metadata == ["format": "pt"])
        #expect(read.tensors.map(\.name) == ["a"])
    }

    @Test(
        "A wrong length of the header is told",
        arguments: [0, 1, 3, 1000, 100_000_001, UInt64(Int64.max), .max])
    func headerLength(length: UInt64) throws {
        let path = try file(header: "{}", length: length)
        let found = problem(path)
        switch found {
        case .headerLength(length, available: 2): break
        default: Issue.record("\(String(describing: found))")
        }
        #expect(
            found.map { SafetensorsError.malformed(path: path, problem: $0).description.contains("\n  fix: ") } == true)
    }

    @Test("A file shorter than the length of its header is told")
    func short() throws {
        #expect(problem(try file([1, 2, 3])) == .tooShort(bytes: 3))
    }

    private static let tensor = #""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#

    @Test(
        "Malformed headers are told with the place",
        arguments: [
            "[]", "{ ", "{\"a\"}", "{\"a\":1}", "{\"a\":{}}", "{\(tensor),\(tensor)}", "{\(tensor)}x", "{\(tensor),}",
            #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}"#,
            #"{"a":{"dtype":"F32","shape":[2]}}"#,
            #"{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}"#,
            #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#,
            #"{"a\"#, #"{"\u12"#, #"{"\ud800":{}}"#, #"{"\x":{}}"#, "{\"a\u{1}\":{}}",
        ])
    func malformed(header: String) throws {
        let found = problem(try file(header: header, data: 8))
        guard case .header(_, let offset) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect((8...8 + header.utf8.count).contains(offset))
    }

    @Test("Tensors that do not fit are told by name")
    func misfits() throws {
        func tensor(_ name: String, _ begin: Int, _ end: Int, type: String = "F32", shape: String = "[2]") -> String {
            #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(begin),\#(end)]}"#
        }
        func found(_ tensors: String..., data: Int) throws -> SafetensorsProblem? {
            problem(try file(header: "{\(tensors.joined(separator: ","))}", data: data))
        }
        #expect(
            try found(tensor("a", 0, 8, type: "F31"), data: 8) == .unknownType(tensor: "a", type: "F31"))
        #expect(
            try found(tensor("a", 0, 8, shape: "[3]"), data: 8)
                == .length(tensor: "a", type: .float32, shape: [3], expected: 12, begin: 0, end: 8))
        #expect(
            try found(tensor("a", 8, 0), data: 8)
                == .length(tensor: "a", type: .float32, shape: [2], expected: 8, begin: 8, end: 0))
        #expect(try found(tensor("a", 0, 8), data: 7) == .truncated(tensor: "a", end: 8, available: 7))
        #expect(try found(tensor("a", 0, 8), tensor("b", 4, 12), data: 12) == .overlap(tensor: "b"))
        #expect(try found(tensor("a", 0, 8), tensor("b", 12, 20), data: 20) == .gap(bytes: 4, before: "b"))
        #expect(try found(tensor("a", 0, 8), data: 9) == .gap(bytes: 1, before: nil))
        let huge = "[4294967296,4294967296]"
        #expect(
            try found(tensor("a", 0, 8, shape: huge), data: 8)
                == .tooLarge(tensor: "a", shape: [4_294_967_296, 4_294_967_296]))
    }

    @Test(
        "What was mistaken for a safetensors file is named, with a fix",
        arguments: [
            ([], .empty), (Array("PK\u{3}\u{4}zip of torch".utf8), .zip), ([0x80, 0x02, 0x8A, 0x0A], .pickle),
            (Array("version https://git-lfs.github.com/spec/v1\noid sha256:0".utf8), .gitLFSPointer),
            (Array("<!DOCTYPE html><html>".utf8), .webPage), ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0], .gzip),
            ([0x89, 0x48, 0x44, 0x46], .hdf5), ([0x08, 0x06, 0x12, 0x07, 0x70, 0x79, 0, 0, 0], .onnx),
        ] as [([UInt8], ForeignFormat)])
    func foreign(bytes: [UInt8], format: ForeignFormat) throws {
        let path = try file(bytes)
        let expected = SafetensorsError.foreign(path: path, format: format)
        #expect(throws: expected) { try SafetensorsFile(path: path) }
        #expect(expected.fix?.isEmpty == false)
    }

    @Test("A header whose length looks like another format is still read")
    func lookalike() throws {
        // 0x280: the first byte is pickle's, the second a version of it.
        let header = "{\(Self.tensor)}"
        let padded = header + String(repeating: " ", count: 0x280 - header.utf8.count)
        #expect(try SafetensorsFile(path: file(header: padded, data: 8)).tensors.count == 1)
    }

    @Test("What is no file, such as a device or a pipe, is not replaced by one")
    func pipe() async throws {
        let path = folder("pipe")
        #expect(try await Command.run("mkfifo", [path]).exitCode == 0)
        #expect(throws: FileError.notAFile(path: path)) { try SafetensorsWriter.write([], to: path) }
        #expect(try await Command.run("test", ["-p", path]).exitCode == 0)
    }

    @Test("A missing file and a folder are told")
    func unreadable() {
        #expect(throws: FileError.notFound(path: folder("none"))) {
            try SafetensorsFile(path: folder("none"))
        }
        #expect(throws: FileError.notAFile(path: folder.path)) { try SafetensorsFile(path: folder.path) }
    }
}

@testable import CompiledModel
import Foundation
import InputContract
import Support
import Testing
import TestSupport
@testable import VendorTools

/// Writes protobuf fields by hand, so that the tests do not read with what they write with.
struct Wire {
    var bytes: [UInt8] = []

    static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var out: [UInt8] = []
        while rest >= 0x80 {
            out.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return out + [UInt8(rest)]
    }

    func number(_ field: Int, _ value: Int) -> Wire {
        Wire(bytes: bytes + Self.varint(UInt64(field << 3)) + Self.varint(UInt64(bitPattern: Int64(value))))
    }

    func data(_ field: Int, _ value: [UInt8]) -> Wire {
        Wire(bytes: bytes + Self.varint(UInt64(field << 3 | 2)) + Self.varint(UInt64(value.count)) + value)
    }

    func text(_ field: Int, _ value: String) -> Wire { data(field, Array(value.utf8)) }
    func message(_ field: Int, _ value: Wire) -> Wire { data(field, value.bytes) }

    func floats(_ field: Int, _ values: [Float]) -> Wire {
        data(field, values.flatMap { value in withUnsafeBytes(of: value) { Array($0) } })
    }

    func numbers(_ field: Int, _ values: [Int]) -> Wire {
        data(field, values.flatMap { Self.varint(UInt64(bitPattern: Int64($0))) })
    }
}

@Suite struct BinModelTests {
    static let scales: [Float] = [0.5, 0.25, 0.125]

    static func port(_ name: String, type: Int, _ shape: [Int]) -> Wire {
        Wire().text(1, name).message(2, Wire().number(1, type).numbers(2, shape))
    }

    /// A model as hb_mapper lays it out: BPU, Dequantize, Reshape.
    static func graph(
        scales: [Float] = scales, shape: [Int] = [1, 224, 224, 3], program: [UInt8] = [1, 2, 3, 4], bpuParts: Int = 1,
        inputType: Int = 7
    ) -> Wire {
        var graph = Wire().text(2, "RepViT")
        for _ in 0..<bpuParts {
            graph = graph.message(
                1, Wire().text(1, "data").text(2, "raw").text(3, "main_graph_subgraph_0").text(4, "BPU"))
        }
        return
            graph
            .message(1, Wire().text(1, "raw").text(1, "s").text(2, "f").text(3, "dequantize").text(4, "Dequantize"))
            .message(1, Wire().text(1, "f").text(2, "output").text(3, "reshape").text(4, "Reshape"))
            .message(3, Wire().data(5, program).text(8, "PACKED_HBM_MODEL"))
            .message(3, Wire().message(1, Wire().number(1, 1)).floats(2, scales).text(8, "s"))
            .message(4, port("data", type: 3, shape))
            .message(5, port("output", type: 1, [1, 3]))
            .number(7, inputType)
    }

    static func information(_ values: [String: String]) -> Wire {
        var entries = Wire()
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            entries = entries.message(1, Wire().text(1, key).text(2, value))
        }
        return entries
    }

    static let parameters = [
        "MARCH": "bayes-e", "INPUT_TYPE_RT": "nv12;", "INPUT_SPACE_AND_RANGE": "regular;",
        "MEAN_VALUE": "123.675,116.28,103.53,;",
    ]

    static func model(_ graph: Wire = graph(), parameters: [String: String] = parameters) -> Wire {
        Wire().number(1, 1).message(5, graph).message(6, information(parameters))
    }

    static func read(_ bytes: [UInt8]) throws -> BinModel {
        let folder = TemporaryFolder()
        try AtomicFile.write(bytes, to: folder("m.bin"))
        return try BinModel(path: folder("m.bin"))
    }

    @Test("A model says its ports, scales, parameters and program")
    func reads() throws {
        let model = try Self.read(Self.model().bytes)
        #expect(model.name == "RepViT")
        #expect(model.inputs == [BinModel.Port(name: "data", shape: [1, 224, 224, 3], elementType: "int8")])
        #expect(model.outputs == [BinModel.Port(name: "output", shape: [1, 3], elementType: "float32")])
        #expect(model.outputScales == Self.scales)
        #expect(model.entryPoint == "main_graph_subgraph_0")
        #expect(model.cpuOperators == ["Dequantize", "Reshape"])
        #expect(model.march == "bayes-e" && model.inputType == "nv12" && model.nv12Range == .full)
        #expect(model.list("MEAN_VALUE") == ["123.675,116.28,103.53,"])
        let size = try #require(model.imageSize)
        #expect(size.height == 224 && size.width == 224)
        #expect(model.classCount == 3)
        #expect(model.programSize == 4)
        let folder = TemporaryFolder()
        try model.writeProgram(to: folder("program.hbm"))
        #expect(FileManager.default.contents(atPath: folder("program.hbm")) == Data([1, 2, 3, 4]))
    }

    @Test(
        "What the BPU is given is told by hb_mapper's numbers",
        arguments: [
            (7, BinModel.Feed.Kind.nv12, 224 * 224 * 3 / 2), (8, .yuv444, 224 * 224 * 3), (9, .bgr, 224 * 224 * 3),
            (10, .rgb, 224 * 224 * 3), (6, .gray, nil),
        ] as [(Int, BinModel.Feed.Kind, Int?)])
    func feeds(number: Int, kind: BinModel.Feed.Kind, bytes: Int?) throws {
        let model = try Self.read(Self.model(Self.graph(inputType: number)).bytes)
        #expect(model.feeds == [BinModel.Feed(name: "data", kind: kind, shape: [1, 224, 224, 3])])
        #expect(model.feeds[0].sampleByteCount == bytes && model.feeds[0].batch == 1)
    }

    @Test("A feature map is quantized on the CPU, and the BPU has an order of its own; scales outlive their Dequantize")
    func featureMap() throws {
        let graph = Wire().text(2, "two")
            .message(1, Wire().text(1, "map").text(1, "q").text(2, "small").text(3, "quantize").text(4, "Quantize"))
            .message(1, Wire().text(1, "data").text(1, "small").text(2, "raw").text(3, "main").text(4, "BPU"))
            .message(3, Wire().data(5, [1]).text(8, "PACKED_HBM_MODEL"))
            .message(3, Wire().message(1, Wire().number(1, 1)).floats(2, [0.5]).text(8, "q"))
            .message(3, Wire().message(1, Wire().number(1, 1)).floats(2, Self.scales).text(8, "left over"))
            .message(4, Self.port("map", type: 1, [4, 8, 16, 16])).message(
                4, Self.port("data", type: 3, [4, 64, 64, 3])
            )
            .message(5, Self.port("raw", type: 6, [4, 3, 1, 1])).numbers(7, [5, 7])
        let model = try Self.read(Self.model(graph).bytes)
        #expect(model.feeds.map(\.name) == ["data", "map"])
        #expect(model.feeds[1].kind == .featureMap(scale: 0.5) && model.feeds[1].sampleByteCount == 2048)
        #expect(model.feeds.allSatisfy { $0.batch == 4 })
        #expect(model.outputScales == Self.scales)
    }

    @Test("An older tool's place for the graph, and fields that nobody knows")
    func older() throws {
        let bytes = Wire().number(1, 1).message(3, Self.graph()).message(6, Self.information(Self.parameters)).text(
            99, "new")
        #expect(try Self.read(bytes.bytes).outputScales == Self.scales)
    }

    @Test(
        "The colour range is the recorded one, and none where it is unknown",
        arguments: [("regular;", NV12Range.full), ("bt601_video;", .video), (";", .full), ("rec2020;", nil)])
    func range(recorded: String, expected: NV12Range?) throws {
        var parameters = Self.parameters
        parameters["INPUT_SPACE_AND_RANGE"] = recorded
        #expect(try Self.read(Self.model(parameters: parameters).bytes).nv12Range == expected)
    }

    @Test("NV12 of video range is NV12, as hb_mapper names it")
    func videoRange() throws {
        var parameters = Self.parameters
        parameters["INPUT_TYPE_RT"] = "yuv420sp_bt601_video;"
        parameters["INPUT_SPACE_AND_RANGE"] = "bt601_video;"
        let model = try Self.read(Self.model(parameters: parameters).bytes)
        #expect(model.inputType == "nv12" && model.nv12Range == .video && model.imageSize != nil)
    }

    @Test("A file that is cut short anywhere is an error, or a model without its last parts")
    func truncated() throws {
        let bytes = Self.model().bytes
        for count in 0..<bytes.count {
            do {
                let model = try Self.read(Array(bytes[..<count]))
                #expect(model.programSize == 4)
            } catch is CompiledModelError {
                continue
            }
        }
    }

    @Test("What is no compiled model is refused with a reason")
    func refused() throws {
        let cases: [(Wire, String)] = [
            (Wire(bytes: Array("not a model".utf8)), "cut short"),
            (Wire().number(1, 1), "expected one graph"),
            (Wire().message(5, Self.graph()).message(5, Self.graph()), "expected one graph"),
            (Self.model(Self.graph(bpuParts: 0)), "expected one BPU part"),
            (Self.model(Self.graph(bpuParts: 2)), "expected one BPU part"),
            (Self.model(Self.graph(program: [])), "no program"),
            (Self.model(Self.graph(shape: [1, -1, 224, 3])), "impossible shape"),
            (Self.model(Self.graph(shape: [1, Int.max, 224, 3])), "impossible shape"),
            (Self.model(Self.graph(shape: [1 << 20, 1 << 20, 1 << 20, 1 << 20])), "impossible shape"),
            (Self.model(Self.graph(scales: [.nan])), "not a finite number"),
        ]
        for (bytes, reason) in cases {
            let error = #expect(throws: CompiledModelError.self) { try Self.read(bytes.bytes) }
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        }
        #expect(throws: FileError.self) { try BinModel(path: "/no/such.bin") }
        #expect(throws: FileError.self) { try BinModel(path: "/tmp") }
    }

    @Test("A model that cannot be simulated is refused before anything runs")
    func notSimulated() throws {
        let environment = ToolchainEnvironment(folder: "/nowhere")
        for model in [
            Self.model(Self.graph(inputType: 99)), Self.model(Self.graph(scales: [])),
            Self.model(Self.graph(shape: [1, 225, 224, 3])),
        ] {
            let read = try Self.read(model.bytes)
            #expect(throws: ToolchainError.self) { try Simulator(model: read, environment: environment) }
        }
    }

    @Test(
        "The committed C code is what protoc-c makes of bin.proto",
        .enabled(if: existsOnPath("protoc-c"), "needs protoc-c (package protobuf-c-compiler)"))
    func generatedCode() async throws {
        let folder = TemporaryFolder()
        let made = try await Command.run(Path.join(Package.folder, "Tools/generate-protobuf.sh"), [folder.path])
        #expect(made.exitCode == 0, "\(made.standardError)")
        for name in ["bin.pb-c.c", "include/bin.pb-c.h"] {
            let fresh = FileManager.default.contents(atPath: folder("CBinProto/\(name)"))
            let committed = FileManager.default.contents(atPath: Path.join(Package.folder, "Sources/C/CBinProto", name))
            #expect(fresh != nil && fresh == committed, "\(name) is not current: run Tools/generate-protobuf.sh")
        }
    }
}

func existsOnPath(_ name: String) -> Bool {
    Host.program(name) != nil
}

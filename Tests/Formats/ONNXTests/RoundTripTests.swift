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

    /// Everything that an ONNX file can hold, made by the onnx package; the second argument is where it goes.
    static let zoo = """
        import sys, numpy as np, onnx
        from onnx import helper as h, numpy_helper as nh, TensorProto as T
        out = sys.argv[1]
        every = []
        for name, number in T.DataType.items():
            if name in ("UNDEFINED", "STRING"): continue
            t = T(); t.name = "raw_" + name; t.data_type = number; t.dims.extend([2, 8])
            bits = {"COMPLEX128": 128, "COMPLEX64": 64, "DOUBLE": 64, "INT64": 64, "UINT64": 64, "FLOAT": 32, "INT32": 32,
                    "UINT32": 32, "FLOAT16": 16, "BFLOAT16": 16, "INT16": 16, "UINT16": 16, "UINT4": 4, "INT4": 4,
                    "FLOAT4E2M1": 4, "UINT2": 2, "INT2": 2}.get(name, 8)
            t.raw_data = bytes(range(2 * bits)); every.append(t)
        for name, number, values in [("FLOAT", 1, [1.5, -2, 3]), ("INT32", 6, [-1, 2, 3]), ("INT64", 7, [-2**62, 0, 1]),
                ("DOUBLE", 11, [1e300, 2, 3]), ("UINT64", 13, [2**63, 1, 2]), ("STRING", 8, [b"a", b"", bytes([255, 0])]),
                ("BOOL", 9, [0, 1, 1]), ("INT8", 3, [-128, 127, 0])]:
            every.append(h.make_tensor("typed_" + name, number, [3], values))
        every.append(h.make_tensor("scalar", 1, [], [2.0]))
        every.append(h.make_tensor("empty", 1, [0, 3], []))
        every[-1].doc_string = "nothing in it"
        sparse = h.make_sparse_tensor(h.make_tensor("sv", 1, [2], [1.0, 2.0]), h.make_tensor("si", 7, [2], [1, 5]), [8])
        vi = h.make_tensor_value_info
        body = lambda n: h.make_graph([h.make_node("Identity", ["x"], [n])], "branch_" + n, [], [vi(n, 1, ["N", 3])],
            initializer=[h.make_tensor("w_" + n, 1, [4], [1, 2, 3, 4], raw=False),
                         nh.from_array(np.arange(6, dtype=np.float32), "r_" + n)])
        tt = h.make_tensor_type_proto(1, ["N", None, 3])
        custom = h.make_node("Everything", ["x", "", "y"], ["z"], name="every", domain="own.domain", doc_string="doc",
            f=1.5, i=-7, zero=0, s="text", b=bytes([0, 255, 1]), t=every[0], g=body("a"), floats=[1.0, -0.0], ints=[1, -2],
            strings=["p", "q"], tensors=every[:3], graphs=[body("b"), body("c")], sp=sparse, sps=[sparse, sparse], tp=tt,
            tps=[tt, h.make_sequence_type_proto(tt)])
        a = onnx.AttributeProto(); a.name = "empty_ints"; a.type = onnx.AttributeProto.INTS; custom.attribute.append(a)
        a = onnx.AttributeProto(); a.name = "absent_int"; a.type = onnx.AttributeProto.INT; custom.attribute.append(a)
        custom.overload = "second"
        m = custom.metadata_props.add(); m.key = "k"; m.value = "v"
        nodes = [custom,
            h.make_node("If", ["c"], ["o"], then_branch=body("t"), else_branch=body("e")),
            h.make_node("Constant", [], ["k"], value_ints=[1, 2, 3]), h.make_node("Constant", [], ["kk"], sparse_value=sparse),
            h.make_node("Relu", ["x"], [""], name="", domain="")]
        typed = vi("denoted", 1, [1, 3, 2, 2]); typed.type.denotation = "IMAGE"
        typed.type.tensor_type.shape.dim[1].denotation = "DATA_CHANNEL"
        inputs = [vi("x", 1, ["N", 3]), typed, vi("rankless", 7, None), vi("scalar_in", 11, []),
            h.make_tensor_sequence_value_info("seq", 1, ["M"]), h.make_value_info("opt", h.make_optional_type_proto(tt)),
            h.make_value_info("map", h.make_map_type_proto(7, tt)), h.make_value_info("sparse", h.make_sparse_tensor_type_proto(1, [3])),
            onnx.ValueInfoProto(name="untyped")]
        o = onnx.ValueInfoProto(name="opaque"); o.type.opaque_type.domain = "d"; o.type.opaque_type.name = "n"; inputs.append(o)
        o = onnx.ValueInfoProto(name="open"); o.type.sequence_type.SetInParent(); inputs.append(o)
        o = onnx.ValueInfoProto(name=""); o.doc_string = ""; inputs.append(o)
        graph = h.make_graph(nodes, "g", inputs, [vi("o", 1, None)], initializer=every, sparse_initializer=[sparse],
            value_info=[vi("v", 10, [0, -1])], doc_string="a graph")
        ann = graph.quantization_annotation.add(); ann.tensor_name = "x"
        m = graph.metadata_props.add(); m.key = "scope"; m.value = "x/y"
        f = h.make_function("own.domain", "F", ["a"], ["b"], [h.make_node("Relu", ["a"], ["b"])], [h.make_opsetid("", 20)],
            attributes=["alpha"], attribute_protos=[h.make_attribute("beta", 2.0)])
        ref = onnx.AttributeProto(); ref.name = "to"; ref.ref_attr_name = "alpha"; ref.type = onnx.AttributeProto.INT
        f.node[0].attribute.append(ref)
        model = h.make_model(graph, functions=[f], producer_name="zoo", producer_version="", domain="", model_version=0,
            doc_string="", opset_imports=[h.make_opsetid("", 20), h.make_opsetid("own.domain", 1)])
        m = model.metadata_props.add(); m.key = "author"; m.value = "Zoë"
        tr = model.training_info.add(); tr.algorithm.name = "adam"
        model.configuration.add().name = "device"
        ext = T(); ext.name = "ext"; ext.data_type = 1; ext.dims.extend([2]); ext.data_location = T.EXTERNAL
        for k, v in (("location", "w.bin"), ("offset", "0"), ("length", "8"), ("checksum", "abc")):
            e = ext.external_data.add(); e.key = k; e.value = v
        model.graph.initializer.append(ext)
        seg = T(); seg.name = "seg"; seg.data_type = 1; seg.segment.begin = 1; seg.segment.end = 2; model.graph.initializer.append(seg)
        open(out, "wb").write(model.SerializeToString())
        """

    @Test(
        "A model with everything in it is the same for onnx after reading and writing",
        .enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
    func everything() async throws {
        let folder = TemporaryFolder()
        _ = try await Oracle.run(Self.zoo, arguments: [folder("zoo.onnx")])
        let model = try Model(contentsOf: folder("zoo.onnx"))
        try model.write(to: folder("again.onnx"))
        #expect(try Model(contentsOf: folder("again.onnx")) == model)
        let verdict = try await Oracle.run(
            """
            import sys, onnx
            a, b = (onnx.load(p, load_external_data=False) for p in sys.argv[1:])
            print(a == b)
            if a != b:
                import difflib
                for line in difflib.unified_diff(str(a).splitlines(), str(b).splitlines(), lineterm="", n=2): print(line)
            """, arguments: [folder("zoo.onnx"), folder("again.onnx")])
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
            "import sys, onnx; print(onnx.load(sys.argv[1]) == onnx.load(sys.argv[2]))",
            arguments: [path, folder("again.onnx")])
        #expect(verdict == "True\n")
    }

    @Test(
        "Elements come out of every form as the numbers they are",
        .enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
    func elements() async throws {
        let folder = TemporaryFolder()
        _ = try await Oracle.run(
            """
            import sys, numpy as np, onnx
            from onnx import helper as h, TensorProto as T
            ts = []
            for raw in (False, True):
                for n in ("FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"):
                    v = [0.0, -1.5, 65504.0, 2.0**-24 if n == "FLOAT16" else 0.25]
                    t = h.make_tensor(f"{n}{raw}", T.DataType.Value(n), [4], v)
                    if raw:
                        a = onnx.numpy_helper.to_array(t); t = onnx.numpy_helper.from_array(a, f"{n}{raw}")
                    ts.append(t)
                for n in ("INT64", "INT32", "INT16", "INT8"):
                    ts.append(h.make_tensor(f"{n}{raw}", T.DataType.Value(n), [3], [-5, 0, 100]))
                for n in ("UINT64", "UINT32", "UINT16", "UINT8"):
                    ts.append(h.make_tensor(f"{n}{raw}", T.DataType.Value(n), [3], [5, 0, 200]))
            g = h.make_graph([], "g", [], [], initializer=ts)
            onnx.save(h.make_model(g), sys.argv[1])
            """, arguments: [folder("t.onnx")])
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
        let numbers = try await Oracle.run(
            """
            import sys, numpy as np, onnx
            from onnx import TensorProto as T, numpy_helper
            bits = {"FLOAT8E4M3FN": 8, "FLOAT8E4M3FNUZ": 8, "FLOAT8E5M2": 8, "FLOAT8E5M2FNUZ": 8, "FLOAT8E8M0": 8,
                    "FLOAT4E2M1": 4, "UINT4": 4, "INT4": 4, "UINT2": 2, "INT2": 2, "FLOAT16": 16, "BFLOAT16": 16}
            tensors = []
            for name, width in bits.items():
                # An odd number of elements, so that the last byte is not full.
                count = 2 * 256 * 8 // width - 1 if width < 16 else 65536
                raw = bytes(range(256)) * 2 if width < 16 else np.arange(65536, dtype=np.uint16).tobytes()
                raw = raw[: (count * width + 7) // 8]
                tensor = T(name=name, data_type=T.DataType.Value(name), dims=[count], raw_data=raw)
                tensors.append(tensor)
                values = numpy_helper.to_array(tensor).astype(np.float32)
                print(name, *(repr(float(v)) for v in values))
            onnx.save(onnx.helper.make_model(onnx.helper.make_graph([], "g", [], [], tensors)), sys.argv[1])
            """, arguments: [folder("narrow.onnx")])
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

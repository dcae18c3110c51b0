import Foundation
import ONNX
import ONNXTestSupport
import ONNXOperators
import Support
import TestSupport

/// What onnx infers for models, and whether it refuses them.
enum ShapeOracle {
    /// One model, and what onnx says of it.
    struct Record: Decodable, Sendable {
        /// The test's name, or the file's.
        var name: String
        /// `given` as it is; `bare` without what it states beyond its inputs; `constant` with the test's data for small
        /// inputs; `open` with axes renamed or made unknown; `mutated` at random.
        var variant: String
        /// Where the model lies in the pack; in a file of its own if missing.
        var offset: Int?
        var size: Int?
        /// Without and with data propagation, not strict; `nil` if it fails all the same.
        var types: [String: InferredForm]?
        var propagated: [String: InferredForm]?
        /// Why strict inference refuses the model.
        var error: String?
        var operators: [String]
        var opset: Int
        var irVersion: Int

        enum CodingKeys: String, CodingKey {
            case name, variant, offset, size, types, propagated, error, operators, opset
            case irVersion = "ir_version"
        }
    }

    /// Models in a folder that lives as long as this.
    struct Batch: Sendable {
        let folder: TemporaryFolder
        let records: [Record]

        func model(_ record: Record) throws -> Model {
            guard let offset = record.offset, let size = record.size else { return try Model(contentsOf: record.name) }
            return try Model(ByteView(MappedFile(path: folder("models.pack")), offset..<offset + size))
        }
    }

    /// Every model of onnx's backend tests in several variants, all from one run of Python. Where the vendor's toolchain is
    /// installed, those of its older onnx too.
    ///
    /// - Parameter mutations: how many times each is mutated.
    static func backendTests(mutations: Int) async throws -> Batch { try await batch(["\(mutations)"]) }

    /// Files as they are.
    static func files(_ paths: [String]) async throws -> Batch { try await batch(["0"] + paths) }

    private static func batch(_ arguments: [String]) async throws -> Batch {
        let folder = TemporaryFolder()
        _ = try await Oracle.run(
            script, arguments: [folder.path, arguments[0], BackendModels.olderPackage ?? ""] + arguments.dropFirst())
        let decoder = JSONDecoder()
        let lines = try String(contentsOfFile: folder("models.jsonl"), encoding: .utf8).split(separator: "\n")
        return Batch(
            folder: folder, records: try lines.map { try decoder.decode(Record.self, from: Data($0.utf8)) })
    }

    private static let script = #"""
        import glob, hashlib, json, os, random, sys, warnings
        import numpy as np, onnx
        from onnx import numpy_helper, shape_inference
        warnings.filterwarnings("ignore")
        folder, mutations, older, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
        pack = open(os.path.join(folder, "models.pack"), "wb")
        index = os.path.join(folder, "models.jsonl")
        jobs = []

        def size(d):
            if d.HasField("dim_value"): return d.dim_value
            # unk__0 and so on are made up by onnx.
            return d.dim_param if d.HasField("dim_param") and not d.dim_param.startswith("unk__") else None

        def shape(t): return [size(d) for d in t.shape.dim] if t.HasField("shape") else None

        def form(t):
            kind = t.WhichOneof("value")
            if kind == "tensor_type": return {"tensor": t.tensor_type.elem_type, "shape": shape(t.tensor_type)}
            if kind == "sparse_tensor_type":
                return {"sparse": t.sparse_tensor_type.elem_type, "shape": shape(t.sparse_tensor_type)}
            if kind == "sequence_type": return {"sequence": form(t.sequence_type.elem_type)}
            if kind == "optional_type": return {"optional": form(t.optional_type.elem_type)}
            if kind == "map_type": return {"key": t.map_type.key_type, "value": form(t.map_type.value_type)}
            return {"opaque": t.opaque_type.name} if kind else None

        def infer(model, **options):
            try: inferred = shape_inference.infer_shapes(model, **options)
            except Exception as error: return None, str(error).strip()
            types = {}
            for v in list(inferred.graph.value_info) + list(inferred.graph.output):
                f = form(v.type)
                if f is not None and v.name: types[v.name] = f
            return types, None

        def emit(name, variant, model, packed=True):
            data = model.SerializeToString()
            place = {"offset": pack.tell(), "size": len(data)} if packed else {}
            if packed: pack.write(data)
            jobs.append((data, {"name": name, "variant": variant, **place}))

        def record(data, record):
            model = onnx.load_model_from_string(data)
            record["ir_version"] = model.ir_version
            record["operators"] = sorted({(n.domain + "." if n.domain else "") + n.op_type for n in model.graph.node})
            record["opset"] = max([o.version for o in model.opset_import if o.domain in ("", "ai.onnx")] or [0])
            record["types"], _ = infer(model)
            record["propagated"], _ = infer(model, data_prop=True)
            _, record["error"] = infer(model, strict_mode=True, check_type=True)
            return json.dumps(record)

        def run():
            # In a process of its own, which onnx may end: some mutations crash it. That one is left out, as an empty line.
            open(index, "w").close()
            done = 0
            while done < len(jobs):
                child = os.fork()
                if child == 0:
                    with open(index, "a") as file:
                        for job in jobs[done:]: print(record(*job), file=file, flush=True)
                    os._exit(0)
                os.waitpid(child, 0)
                with open(index) as file: text = file.read()
                done = text.count("\n")
                if done < len(jobs):
                    with open(index, "a") as file: file.write("\n")
                    done += 1

        def bare(model):
            m = onnx.ModelProto(); m.CopyFrom(model)
            del m.graph.value_info[:]
            for o in m.graph.output: o.ClearField("type")
            return m

        def tensors(t):
            kind = t.WhichOneof("value")
            if kind == "tensor_type": yield t.tensor_type
            elif kind == "sequence_type": yield from tensors(t.sequence_type.elem_type)
            elif kind == "optional_type": yield from tensors(t.optional_type.elem_type)

        def constant(model, data):
            m, changed = bare(model), False
            for i, value in zip(list(m.graph.input), data):
                if not isinstance(value, np.ndarray) or value.size > 32 or len(m.graph.input) < 2: continue
                is_list = value.dtype == np.float32 and value.ndim == 1
                if is_list or value.dtype in (np.int64, np.int32) and value.ndim <= 2:
                    m.graph.initializer.append(numpy_helper.from_array(value, i.name))
                    m.graph.input.remove(i); changed = True
            return m if changed else None

        def opened(model, rng):
            m = bare(model)
            for t in (t for i in m.graph.input for t in tensors(i.type)):
                for d in t.shape.dim:
                    r, n = rng.random(), d.dim_value
                    if not d.HasField("dim_value") or r < 0.4: continue
                    d.Clear()
                    if r < 0.8: d.dim_param = f"n{n}"
            return m

        def mutate(m, model, rng):
            g = m.graph
            node = rng.choice(g.node) if g.node else None
            ts = [t for i in g.input for t in tensors(i.type)]
            t = rng.choice(ts) if ts else None
            kind = rng.choice(["size", "size", "rank", "rank", "type", "attribute", "attribute", "drop", "swap",
                               "shapeless", "negative", "constant", "output", "opset", "remove"])
            if kind == "size" and t is not None and t.shape.dim:
                d = rng.choice(t.shape.dim); d.dim_value = max(0, d.dim_value + rng.choice([-1, 1, 2]))
            elif kind == "rank" and t is not None:
                if rng.random() < 0.5 and t.shape.dim: del t.shape.dim[rng.randrange(len(t.shape.dim))]
                else: t.shape.dim.add().dim_value = rng.choice([1, 2, 5])
            elif kind == "type" and t is not None: t.elem_type = rng.choice([1, 6, 7, 9, 8, 10, 3])
            elif kind == "attribute" and node is not None and node.attribute:
                a = rng.choice(node.attribute)
                if a.type == a.INT: a.i = rng.choice([-9, -1, 0, 1, 2, 3, a.i + 1, a.i - 1])
                elif a.type == a.INTS and a.ints:
                    r = rng.random()
                    if r < 0.3: a.ints.pop()
                    elif r < 0.6: a.ints.append(rng.choice([0, 1, 2]))
                    else: a.ints[rng.randrange(len(a.ints))] = rng.choice([-5, -1, 0, 1, 2, 7])
                else: node.attribute.remove(a)
            elif kind == "drop" and node is not None and node.attribute:
                node.attribute.remove(rng.choice(node.attribute))
            elif kind == "swap" and node is not None and len(node.input) > 1:
                i, j = rng.sample(range(len(node.input)), 2)
                node.input[i], node.input[j] = node.input[j], node.input[i]
            elif kind == "shapeless" and t is not None: t.ClearField("shape")
            # A slice of a negative axis ends onnx with a failed assertion.
            elif kind == "negative" and t is not None and t.shape.dim and all(n.op_type != "Slice" for n in g.node):
                rng.choice(t.shape.dim).dim_value = rng.choice([-1, -7])
            elif kind == "remove" and node is not None and len(node.input) > 1:
                if rng.random() < 0.5: node.input.pop()
                else: node.input[rng.randrange(len(node.input))] = ""
            elif kind == "output" and g.output:
                k = rng.randrange(len(g.output)); g.output[k].CopyFrom(model.graph.output[k])
                for t in tensors(g.output[k].type):
                    if t.shape.dim and rng.random() < 0.7: rng.choice(t.shape.dim).dim_value = rng.choice([1, 2, 77])
                    elif rng.random() < 0.3: t.elem_type = rng.choice([1, 7])
            elif kind == "opset":
                for o in m.opset_import:
                    if o.domain == "": o.version = rng.choice([1, 6, 7, 9, 10, 11, 12, 13, 14, 16, 18, 20, 22, 24, 28])
            elif kind == "constant" and g.input:
                i = rng.choice(g.input)
                if not i.type.HasField("tensor_type") or i.type.tensor_type.elem_type not in (1, 6, 7): return
                dims = [d.dim_value for d in i.type.tensor_type.shape.dim]
                count = int(np.prod(dims)) if dims else 1
                if any(d < 0 for d in dims) or count > 64: return
                values = [rng.choice([-1, 0, 1, 1, 2, 2, 3, 4]) for _ in range(count)]
                g.initializer.append(onnx.helper.make_tensor(i.name, i.type.tensor_type.elem_type, dims, values))
                g.input.remove(i)

        def mutated(model, rng):
            m = bare(model)
            for _ in range(rng.choice([1, 1, 2])): mutate(m, model, rng)
            return m

        def backend_tests():
            from onnx.backend.test.case import model as models
            from onnx.backend.test.case.node import collect_testcases
            for case in list(collect_testcases(None)) + list(models.collect_testcases()):
                if case.model is not None:
                    yield f"{case.kind}/{case.name}", case.model, case.data_sets[0][0] if case.data_sets else []
            roots = [os.path.join(os.path.dirname(onnx.__file__), "backend/test/data"), older]
            for root in roots if older else roots[:1]:
                for path in sorted(glob.glob(root + "/**/*.onnx", recursive=True)):
                    yield os.path.relpath(path, root), onnx.load(path), []

        for path in paths:
            model = onnx.load(path, load_external_data=False)
            for t in model.graph.initializer:
                if len(t.raw_data) > 4096: t.ClearField("raw_data"); t.data_location = onnx.TensorProto.EXTERNAL
            emit(path, "given", model, packed=False)
        seen = set()
        for name, model, data in [] if paths else backend_tests():
            content = hashlib.sha256(model.SerializeToString()).digest()
            if content in seen: continue
            seen.add(content)
            rng = random.Random(int(hashlib.sha256(name.encode()).hexdigest()[:8], 16))
            emit(name, "given", model)
            if model.ByteSize() > 1 << 20: continue
            emit(name, "bare", bare(model))
            fed = constant(model, data)
            if fed: emit(name, "constant", fed)
            emit(name, "open", opened(fed or model, rng))
            for k in range(mutations): emit(name, "mutated", mutated(fed if fed and k % 2 else model, rng))
        pack.close()
        run()
        """#
}

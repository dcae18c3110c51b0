import Diagnostics
import FileSupport
import Foundation
import TestSupport
import Testing

@testable import MapperConfig

/// The linter against the vendor's own parser, on seeded mutations of right configurations.
///
/// `REPVIT_SEED` and `REPVIT_MUTATIONS` choose what is tried; the seed is printed with every disagreement.
///
/// Known to differ, on purpose:
/// - a model or a calibration folder whose whole folder is missing is a warning here, because it is not made yet
///   on a fresh checkout; the comparison counts it as rejected;
/// - an alias inside of its own anchor, and more than 100,000 nodes, are errors here.
@Suite("Agreement with the vendor's parser")
struct VendorAgreementTests {
    struct Verdict: Decodable {
        var path: String
        var accepted: Bool
        var error: String?
    }

    static let script = Shared.folder.map { Path.join($0, "oracles/mapper_accepts.py") }
    static let isPossible = VendorToolchain.python != nil && script != nil

    /// Writes the models with the vendor's own onnx and the folders that the originals name.
    static func prepare(_ folder: TemporaryFolder, python: String) async throws {
        let code = """
            import json, onnx, sys
            from onnx import helper, TensorProto
            for name, inputs in json.loads(sys.argv[1]).items():
                values = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [d or "n" for d in s]) for n, s in inputs]
                nodes = [helper.make_node("Identity", [n], ["out_" + n]) for n, _ in inputs]
                outputs = [helper.make_tensor_value_info("out_" + n, TensorProto.FLOAT, None) for n, _ in inputs]
                graph = helper.make_graph(nodes, "g", values, outputs)
                onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)]), name)
            """
        let models = ConfigMutator.models.map { name, inputs in
            let list = inputs.map { "[\"\($0.name)\", \($0.shape)]" }.joined(separator: ", ")
            return "\"\(name)\": [\(list)]"
        }.joined(separator: ", ")
        _ = try await Command.run(python, ["-c", code, "{\(models)}"], in: folder.path)
            .standardOutput(orThrow: "making models")
        for name in ["cal", "cal_f32"] { try Folder.create(folder(name)) }
    }

    static func verdicts(_ names: [String], in folder: TemporaryFolder, python: String, script: String) async throws
        -> [Verdict]
    {
        let output = try await Command.run(python, [script] + names, in: folder.path).standardOutput(orThrow: "oracle")
        return try output.split(separator: "\n").filter { $0.hasPrefix("{\"path\"") }
            .map { try JSONDecoder().decode(Verdict.self, from: Data($0.utf8)) }
    }

    /// Whether the linter says that hb_mapper would stop.
    static func rejects(_ findings: [Finding]) -> Bool {
        findings.contains { $0.severity == .error || $0.message.contains("is not there: ") }
    }

    /// Whether one of our errors names a key that the vendor's message names, if that names any.
    static func namesSameKey(_ findings: [Finding], _ error: String) -> Bool {
        // What the message quotes of the file says nothing: "in {'onnx_model': ...}".
        let said = error.lowercased().replacing(" ", with: "_").prefix { $0 != "{" }
        let all = Key.allCases.map(\.rawValue).filter { said.contains($0) }
        // `debug_mode` is not `debug`.
        let keys = all.filter { key in !all.contains { $0 != key && $0.contains(key) } }
        if keys.isEmpty { return true }
        return findings.contains { finding in keys.contains { finding.message.lowercased().contains($0) } }
    }

    @Test(
        "Accept or reject is the same, and the same key is named",
        .enabled(if: isPossible, Comment(rawValue: VendorToolchain.absence)))
    func agreement() async throws {
        let python = try #require(VendorToolchain.python)
        let script = try #require(Self.script)
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["REPVIT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
        let count = environment["REPVIT_MUTATIONS"].flatMap { Int($0) } ?? 400
        print("vendor agreement: REPVIT_SEED=\(seed), \(count) mutations")

        let folder = TemporaryFolder()
        try await Self.prepare(folder, python: python)
        let linter = Linter { ConfigMutator.models[Path.name($0)].map { .known($0) } ?? .unknown }

        var cases: [(name: String, text: String, touched: Set<String>)] = []
        for (index, original) in ConfigMutator.originals.enumerated() {
            cases.append(("original\(index)/config.yaml", original.text, []))
        }
        var mutator = ConfigMutator(seed: seed)
        for index in 0..<count {
            let (text, touched) = mutator.next()
            cases.append(("case\(index)/config.yaml", text, touched))
        }
        // A folder for each, because hb_mapper makes `working_dir`, which another case may then find.
        for item in cases {
            let own = folder(Path.folder(item.name))
            try Folder.create(own)
            try AtomicFile.write(item.text, to: folder(item.name))
            for name in ConfigMutator.models.keys + ["cal", "cal_f32"] {
                try FileManager.default.createSymbolicLink(
                    atPath: Path.join(own, name), withDestinationPath: "../\(name)")
            }
        }
        let ours = linter.lint(cases.map { folder($0.name) }).map(\.findings)
        let verdicts = try await Self.verdicts(cases.map(\.name), in: folder, python: python, script: script)
        try #require(verdicts.count == cases.count)

        var accepted = 0
        for ((item, verdict), findings) in zip(zip(cases, verdicts), ours) {
            accepted += verdict.accepted ? 1 : 0
            let agrees = verdict.accepted == !Self.rejects(findings)
            let namesTheKey = verdict.accepted || Self.namesSameKey(findings, verdict.error ?? "")
            if agrees && namesTheKey { continue }
            let errors = findings.map(\.summary).joined(separator: "\n  ")
            Issue.record(
                """
                seed \(seed), \(item.name): vendor \(verdict.accepted ? "accepts" : "rejects: \(verdict.error ?? "")")
                \(agrees ? "another key is named" : "the verdict differs"); ours:
                  \(errors)
                \(item.text)
                """)
        }
        print("vendor agreement: \(accepted) of \(cases.count) accepted")
        // Both kinds must be there, or the comparison says nothing.
        #expect(accepted > cases.count / 20 && accepted < cases.count * 9 / 10, "\(accepted) of \(cases.count)")
    }
}

extension Finding {
    fileprivate var summary: String { "\(location?.line ?? 0): \(severity): \(message) [\(rule)]" }
}

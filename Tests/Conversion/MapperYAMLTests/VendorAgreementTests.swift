import Diagnostics
import Foundation
import InputContract
@testable import MapperYAML
import Support
import Testing
import TestSupport

/// The linter against the vendor's own parser: accept or reject, and which key.
///
/// `REPVIT_SEED` and `REPVIT_MUTATIONS` choose what is tried; the seed is printed, and again with every disagreement.
///
/// Known to differ, on purpose:
/// - a model or a calibration folder whose whole folder is missing is a warning here, because it is not made yet
///   on a fresh checkout; the comparison counts it as rejected;
/// - a model of an opset or IR version that is too new is an error here: the parser takes it and hb_mapper's converter
///   rejects it (`model-version`); the comparison lints without looking at that;
/// - an alias inside of its own anchor, and more than 100,000 nodes, are errors here;
/// - `{a:, b: c}`: libyaml, as every reader on it, wants a blank behind the colon, and PyYAML reads a null there.
///   These are left out of the comparison.
@Suite("Agreement with the vendor's parser")
struct VendorAgreementTests {
    struct Verdict: Decodable {
        var path: String
        var accepted: Bool
        var error: String?
    }

    /// A configuration, in a folder of its own: hb_mapper makes `working_dir`, which another one may then find.
    struct Case: Sendable {
        var title: String
        var bytes: [UInt8]

        init(_ title: String, _ text: String) {
            self.title = title
            bytes = Array(text.utf8)
        }

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    static let script = Shared.folder.map { Path.join($0, "oracles/mapper_accepts.py") }
    static let isPossible = VendorToolchain.python != nil && script != nil

    static let linter = Linter(
        LintSources { path in
            let name = Path.name(path)
            if let inputs = ConfigMutator.models[name] { return .known(inputs) }
            if ruleModels.contains(name) { return .known([ModelInput(name: "data", shape: [1, 3, 8, 8])]) }
            if name.hasPrefix("repvit_") { return .known([ModelInput(name: "data", shape: [1, 3, 224, 224])]) }
            return .unknown
        })

    static let ruleModels = ["unfused.onnx", "new.onnx", "eight.onnx"]

    // MARK: The comparison

    /// Lays the cases out, asks both sides, and records every disagreement.
    ///
    /// - Returns: how many the vendor's parser accepts.
    private func compare(
        _ cases: [Case], in folder: TemporaryFolder, named file: String = "config.yaml", links: [String], label: String
    ) async throws -> Int {
        let python = try #require(VendorToolchain.python)
        let script = try #require(Self.script)
        let names = cases.indices.map { "case\($0)/\(file)" }
        for (name, item) in zip(names, cases) {
            let own = folder(String(name.prefix { $0 != "/" }))
            try Folder.create(Path.folder(folder(name)))
            #expect(FileManager.default.createFile(atPath: folder(name), contents: Data(item.bytes)))
            for link in links {
                try FileManager.default.createSymbolicLink(
                    atPath: Path.join(own, link), withDestinationPath: "../\(link)")
            }
        }
        // Two processes: the machines of CI have two cores.
        let middle = names.count / 2
        async let first = Self.verdicts(Array(names[..<middle]), in: folder, python: python, script: script)
        async let second = Self.verdicts(Array(names[middle...]), in: folder, python: python, script: script)
        let ours = Self.linter.lint(names.map { folder($0) }).map(\.findings)
        let verdicts = try await first + second
        try #require(verdicts.map(\.path) == names)

        for ((item, verdict), findings) in zip(zip(cases, verdicts), ours) {
            if findings.contains(where: { $0.message.hasPrefix("found unexpected ':'") }) { continue }
            let agrees = verdict.accepted == !Self.rejects(findings)
            let namesTheKey = verdict.accepted || Self.namesSameKey(findings, verdict.error ?? "")
            if agrees && namesTheKey { continue }
            let errors = findings.map(\.summary).joined(separator: "\n  ")
            Issue.record(
                """
                \(label), \(item.title): vendor \(verdict.accepted ? "accepts" : "rejects: \(verdict.error ?? "")")
                \(agrees ? "another key is named" : "the verdict differs"); ours:
                  \(errors)
                \(item.text)
                """)
        }
        let accepted = verdicts.count { $0.accepted }
        print("vendor agreement: \(label): \(cases.count) compared, \(accepted) accepted")
        return accepted
    }

    /// Writes models with the vendor's own onnx.
    static func makeModels(_ models: [String: [ModelInput]], in folder: TemporaryFolder) async throws {
        let list = models.map { name, inputs in
            let list = inputs.map { "[\"\($0.name)\", \($0.shape)]" }.joined(separator: ", ")
            return "\"\(name)\": [\(list)]"
        }.joined(separator: ", ")
        let program = Path.join(Package.folder, "Tests/Oracles/identity_models.py")
        _ = try await Command.run(VendorToolchain.python ?? "", [program, "{\(list)}"], in: folder.path)
            .standardOutput(orThrow: "making models")
    }

    static func verdicts(_ names: [String], in folder: TemporaryFolder, python: String, script: String) async throws
        -> [Verdict]
    {
        if names.isEmpty { return [] }
        let output = try await Command.run(python, [script] + names, in: folder.path).standardOutput(orThrow: "oracle")
        return try output.split(separator: "\n").filter { $0.hasPrefix("{\"path\"") }
            .map { try JSONDecoder().decode(Verdict.self, from: Data($0.utf8)) }
    }

    /// Whether the linter says that hb_mapper would stop.
    static func rejects(_ findings: [Finding]) -> Bool { findings.contains(where: rejects) }

    private static func rejects(_ finding: Finding) -> Bool {
        finding.severity == .error || finding.message.contains("does not exist: ")
    }

    /// Whether one of our errors names a key that the vendor's message names, if that names any.
    static func namesSameKey(_ findings: [Finding], _ error: String) -> Bool {
        // What the message quotes of the file says nothing: "in {'onnx_model': ...}".
        let said = error.lowercased().replacing(" ", with: "_").prefix { $0 != "{" }
        let all = Key.allCases.map(\.rawValue).filter { said.contains($0) }
        // `debug_mode` is not `debug`.
        let keys = all.filter { key in !all.contains { $0 != key && $0.contains(key) } }
        if keys.isEmpty { return true }
        return findings.contains { finding in
            rejects(finding) && keys.contains { finding.message.lowercased().contains($0) }
        }
    }

    // MARK: What is compared

    /// A folder with what the mutator's originals name.
    private func mutatorFolder() async throws -> (folder: TemporaryFolder, links: [String]) {
        let folder = TemporaryFolder()
        try await Self.makeModels(ConfigMutator.models, in: folder)
        for name in ["cal", "cal_f32", "ops"] { try Folder.create(folder(name)) }
        try AtomicFile.write("", to: folder("ops/ops.py"))
        return (folder, ConfigMutator.models.keys + ["cal", "cal_f32"])
    }

    /// `custom_op_dir` counts from the current folder, which is not the same for the two sides.
    private func settled(_ text: String, in folder: TemporaryFolder) -> String {
        text.replacing("custom_op_dir: ops\n", with: "custom_op_dir: \(folder("ops"))\n")
    }

    @Test(
        "Seeded mutations: accept or reject is the same, and the same key is named",
        .enabled(if: isPossible, Comment(rawValue: VendorToolchain.absence)))
    func mutations() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["REPVIT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
        let count = environment["REPVIT_MUTATIONS"].flatMap { Int($0) } ?? 5000
        print("vendor agreement: REPVIT_SEED=\(seed), \(count) mutations")
        var mutator = ConfigMutator(seed: seed)
        let (folder, links) = try await mutatorFolder()
        let cases = (0..<count).map { Case("case\($0)", settled(mutator.next().text, in: folder)) }
        let accepted = try await compare(cases, in: folder, links: links, label: "seed \(seed)")
        // Both kinds must be there, or the comparison says nothing.
        #expect(accepted > count / 20 && accepted < count * 9 / 10, "\(accepted) of \(count)")
    }

    @Test(
        "Every value of the schema and every edge of a range, in every original",
        .enabled(if: isPossible, Comment(rawValue: VendorToolchain.absence)))
    func sweep() async throws {
        let (folder, links) = try await mutatorFolder()
        let originals = ConfigMutator.originals.enumerated().map { ("original \($0)", $1.text) }
        let cases = (originals + ConfigSweep.cases).map { Case($0, settled($1, in: folder)) }
        let accepted = try await compare(cases, in: folder, links: links, label: "sweep")
        #expect(accepted > cases.count / 10 && accepted < cases.count * 9 / 10, "\(accepted) of \(cases.count)")
    }

    @Test(
        "The configurations of the rules' tests, wrong and right",
        .enabled(if: isPossible, Comment(rawValue: VendorToolchain.absence)))
    func ruleConfigurations() async throws {
        let folder = try RuleTests.makeFolder()
        // The rules know of its manifest without looking; hb_mapper makes it, as a working_dir, unless it is there.
        try Folder.create(folder("kit"))
        let input = [ModelInput(name: "data", shape: [1, 3, 8, 8])]
        let models = Dictionary(uniqueKeysWithValues: Self.ruleModels.map { ("model/" + $0, input) })
        try await Self.makeModels(models, in: folder)
        var texts: [(String, String)] = [("right", RuleTests.right)]
        for item in RuleTests.cases {
            texts.append((item.testDescription, item.marked.text))
            texts.append(("twin of " + item.testDescription, item.passing))
        }
        // `one.onnx` of the rules has another shape than the mutator's.
        var cases = texts.map { Case($0, $1.replacing("model/one.onnx", with: "model/eight.onnx")) }
        var wide = Case("UTF-16", "")
        wide.bytes = [0xFF, 0xFE] + Array(RuleTests.right.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        cases.append(wide)
        let links = ["model", "cal", "stray", "cal_f32", "made", "few", "kit"]
        let accepted = try await compare(cases, in: folder, links: links, label: "rules")
        #expect(accepted > RuleTests.cases.count / 2, "\(accepted)")
    }

    @Test(
        "Every configuration of the repository, and everything that is generated",
        .enabled(if: isPossible, Comment(rawValue: VendorToolchain.absence)))
    func committed() async throws {
        let folder = TemporaryFolder()
        var models: [String: [ModelInput]] = [:]
        var cases: [Case] = []
        for variant in CommittedConfigTests.variants {
            let path = Path.join(Package.folder, "yaml/RepViT_\(variant)_config.yaml")
            cases.append(Case(variant, try String(contentsOfFile: path, encoding: .utf8)))
            try Folder.create(folder("work/\(variant)/model"))
            try Folder.create(folder("work/\(variant)/calibration/rgbchw_f32"))
            models["work/\(variant)/model/repvit_\(variant).onnx"] = [
                ModelInput(name: "data", shape: [1, 3, 224, 224])
            ]
        }
        for options in GenerationTests.options + GenerationTests.unusual {
            var options = options
            options.names = ArtifactNames(variant: "m0_9")
            options.input.size = ImageSize(square: 224)
            options.usePaths(inWorkFolder: "../work")
            cases.append(Case("\(options)", try MapperConfig.generate(options)))
        }
        try await Self.makeModels(models, in: folder)
        let accepted = try await compare(
            cases, in: folder, named: "yaml/config.yaml", links: ["work"], label: "repository")
        #expect(accepted == cases.count)
    }
}

extension Finding {
    fileprivate var summary: String { "\(location?.line ?? 0): \(severity): \(message) [\(rule)]" }
}

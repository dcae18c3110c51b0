import Diagnostics
import Foundation
import InputContract
import ModelChecks
import ONNX
import ONNXOperators
import ONNXTestSupport
import Support
import Testing
import TestSupport

/// `verify --march none` against `onnx.checker.check_model(full_check=True)`, on every model of onnx's backend tests and on
/// seeded mutations of them (`Tests/Oracles/checker_agreement.py` makes and judges them).
///
/// `REPVIT_CHECKER_MUTATIONS` sets how many mutations there are, `REPVIT_CHECKER_SEED` which.
@Suite("Agreement with onnx.checker")
struct CheckerAgreementTests {
    @Test(
        "The verdict is onnx's on every model and mutation, but for the classes listed here",
        .enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
    func verdicts() async throws {
        let seed = Self.setting("REPVIT_CHECKER_SEED", default: 20)
        let count = Self.setting("REPVIT_CHECKER_MUTATIONS", default: 2000)
        let cases = try await JudgedModel.make(seed: seed, count: count)
        var tally = Tally()
        for item in cases {
            if let reason = (try? Model(item.bytes))?.reasonToSkip {
                tally.skipped[reason, default: 0] += 1
            } else {
                tally.add(item, Verdict(item.bytes))
            }
        }
        print("onnx.checker, seed \(seed): \(tally)")
        #expect(tally.mutations + tally.skipped.values.reduce(0, +) >= count)
        #expect(tally.whole > 2000)
        // Both kinds of verdict have to be there, or it would not say much.
        #expect(tally.valid > 2000 && tally.invalid > count / 4)
        for disagreement in tally.unlisted.prefix(20) { Issue.record("\(disagreement)") }
        #expect(tally.unlisted.isEmpty, "\(tally.unlisted.count) disagreements are of no class that is listed")
        #expect(Double(tally.listed.values.reduce(0, +)) < 0.01 * Double(cases.count), "more than one in a hundred")
    }

    private static func setting(_ name: String, default value: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? value
    }
}

/// A model, and what onnx says of it.
private struct JudgedModel {
    var bytes: ByteView
    var statement: Statement

    struct Statement: Decodable {
        var name: String
        var mutations: [String]
        /// `nil` if onnx crashes.
        var valid: Bool?
        var reason: String
    }

    static func make(seed: Int, count: Int) async throws -> [JudgedModel] {
        let folder = TemporaryFolder()
        let script = Path.join(Package.folder, "Tests/Oracles/checker_agreement.py")
        // The vendor's toolchain has an older package, with models of the older opsets.
        let older = VendorToolchain.folder.map {
            Path.join($0, "lib/python3.10/site-packages/onnx/backend/test/data")
        }
        let arguments = [script, folder("judged"), "\(seed)", "\(count)"] + [older].compactMap(\.self)
        _ = try await Command.run(Oracle.python ?? "", arguments).standardOutput(orThrow: script)
        let lines = try String(contentsOfFile: folder("judged.jsonl"), encoding: .utf8).split(separator: "\n")
        let file = try MappedFile(path: folder("judged.models"))
        var start = 0
        return try lines.map { line in
            let header = ByteView(file, start..<start + 8)
            let length = Int(header.elements(as: UInt64.self)[0])
            defer { start += 8 + length }
            return JudgedModel(
                bytes: ByteView(file, start + 8..<start + 8 + length),
                statement: try JSONDecoder().decode(Statement.self, from: Data(line.utf8)))
        }
    }
}

/// Ours.
private struct Verdict {
    var isValid: Bool
    /// The rule and message of the first error; those of the reader have the rule `read`.
    var reason: String

    init(_ bytes: ByteView) {
        do {
            let error = GraphChecker(march: .none).check(try Model(bytes)).first { $0.severity == .error }
            isValid = error == nil
            reason = error.map { "\($0.rule): \($0.node ?? ""): \($0.message)" } ?? ""
        } catch {
            isValid = false
            reason = "read: \(error.message)"
        }
    }
}

/// A class of models on which the two do not agree, and why that stays so.
struct VerdictDisagreement: Sendable {
    var title: String
    var reason: String
    /// Who takes the models of this class.
    var takenBy: Side
    /// What the other side says of them.
    var words: [String]
    var applies: @Sendable (Model) -> Bool = { _ in true }

    enum Side: Sendable {
        case onnx
        case us
    }

    static let all = [
        VerdictDisagreement(
            title: "attribute with a value and a reference",
            reason:
                "A function's body refers to the caller's attributes; one that has a value too is refused while reading.",
            takenBy: .onnx, words: ["read: ", "refers to another one and has a value as well"]),
        VerdictDisagreement(
            title: "damaged function before IR version 8",
            reason: "It is refused while reading; onnx does not look at functions of such models.",
            takenBy: .onnx, words: ["read: function"]),
        VerdictDisagreement(
            title: "text that is not UTF-8",
            reason:
                "A text that an operator chooses by is one of a few words; onnx does not look at it for SoftmaxCrossEntropyLoss.",
            takenBy: .onnx, words: ["it is not UTF-8"]),
        VerdictDisagreement(
            title: "reference without a caller",
            reason:
                "The standard gives it no meaning outside of a function; onnx takes a default here, and fails there.",
            takenBy: .onnx, words: ["a reference to 'outer'"]),
        VerdictDisagreement(
            title: "numbers beyond 32 bits",
            reason: "onnx cuts axes to 32 bits, which makes 0 of 2^62.",
            takenBy: .onnx, words: ["4611686018427387904"]),
        VerdictDisagreement(
            title: "axes of Squeeze out of order",
            reason: "onnx looks at the sizes of ascending axes only.",
            takenBy: .onnx, words: ["(Squeeze)", "is not 1"]),
        VerdictDisagreement(
            title: "MeanVarianceNormalization",
            reason: "onnx infers its shape through a function of its own, whose body does not pass its own check.",
            takenBy: .us, words: ["op_type:MeanVarianceNormalization", "op_type:Constant"]),
        VerdictDisagreement(
            title: "scores that Attention gives out",
            reason: "The shape of its fourth output is not inferred in every mode.",
            takenBy: .us, words: ["op_type:Attention", "Inferred shape and existing shape differ"]),
        VerdictDisagreement(
            title: "If after an operator that never became one",
            reason:
                "After an unknown operator nothing is an error that may come of it; within a branch onnx forgets that.",
            takenBy: .us, words: ["op_type:If", "Mismatched type"]),
        VerdictDisagreement(
            title: "private attribute of Constant",
            reason: "onnx takes its number for the constant's value.",
            takenBy: .us, words: ["Inference"],
            applies: { $0.graph.nodes.contains { $0.operatorType == "Constant" && $0.attributes.count > 1 } }),
    ]

    func covers(takenBy side: Side, reason: String, _ model: Model?) -> Bool {
        side == takenBy && words.allSatisfy { reason.contains($0) } && model.map(applies) ?? true
    }
}

private struct Tally: CustomStringConvertible {
    var whole = 0
    var mutations = 0
    var valid = 0
    var invalid = 0
    var crashes = 0
    var listed: [String: Int] = [:]
    /// Models that are not compared, by reason.
    var skipped: [String: Int] = [:]
    var unlisted: [String] = []

    mutating func add(_ item: JudgedModel, _ ours: Verdict) {
        if item.statement.mutations.isEmpty { whole += 1 } else { mutations += 1 }
        guard let theirs = item.statement.valid else {
            crashes += 1
            return
        }
        if theirs { valid += 1 } else { invalid += 1 }
        guard theirs != ours.isValid else { return }
        let reason = theirs ? ours.reason : item.statement.reason
        let known = VerdictDisagreement.all.first {
            $0.covers(takenBy: theirs ? .onnx : .us, reason: reason, try? Model(item.bytes))
        }
        if let known {
            listed[known.title, default: 0] += 1
        } else {
            let what = ([item.statement.name] + item.statement.mutations).joined(separator: " ")
            unlisted.append("\(what): \(theirs ? "onnx takes it, we say" : "we take it, onnx says") \(reason)")
        }
    }

    var description: String {
        func text(_ counts: [String: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: "; ")
        }
        return """
            \(whole) models and \(mutations) mutations, \(valid) valid and \(invalid) not for onnx, which crashes on \
            \(crashes); disagreements: \(unlisted.count), and of known classes: \(text(listed)); skipped: \(text(skipped))
            """
    }
}

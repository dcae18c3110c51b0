import Foundation
import ONNX
@testable import ONNXOperators
import ONNXTestSupport
import Testing
import TestSupport

/// Our inference against onnx's, on every model of onnx's own backend tests, with variants and mutations of them, and on
/// RepViT's exports. `REPVIT_SHAPE_MUTATIONS` says how often each model is mutated, 1 unless set.
@Suite("Agreement with onnx.shape_inference")
struct ShapeAgreementTests {
    private static let mutations =
        ProcessInfo.processInfo.environment["REPVIT_SHAPE_MUTATIONS"].flatMap(Int.init) ?? 1

    @Test(
        "Backend tests: types, shapes and verdicts are onnx's", .enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
    func backendTests() async throws {
        let batch = try await ShapeOracle.backendTests(mutations: Self.mutations)
        let agreement = try Agreement(batch)
        print(agreement.table)
        #expect(agreement.rows["given", default: .init()].models > 2000)
        #expect(agreement.rows["given", default: .init()].values > 10_000)
        #expect(agreement.rows["mutated", default: .init()].refused > 300 * Self.mutations)
        for mistake in agreement.mistakes { Issue.record("\(mistake)") }
    }

    @Test(
        "RepViT: types and shapes are onnx's", .enabled(if: Exports.isAvailable, "\(Exports.absence)"),
        arguments: Exports.variants)
    func repvit(variant: String) async throws {
        var paths: [String] = []
        for form in Exports.forms { paths.append(try await Exports.path(variant, form)) }
        let batch = try await ShapeOracle.files(paths)
        let agreement = try Agreement(batch)
        print(agreement.table)
        #expect(agreement.rows["given", default: .init()].values > 1200)
        #expect(agreement.known.isEmpty)
        for mistake in agreement.mistakes { Issue.record("\(mistake)") }
        for record in batch.records {
            let model = try batch.model(record)
            let shapes = ShapeInference(model)
            #expect(shapes.problems.isEmpty, "\(record.name)")
            #expect(shapes.macs != nil)
            for name in model.graph.nodes.flatMap(\.outputs) {
                #expect(shapes.shape(of: name)?.sizes != nil, "\(name)")
            }
        }
    }

    /// What agrees and what does not.
    struct Agreement {
        struct Row {
            var models = 0
            /// Models that onnx refuses in strict mode.
            var refused = 0
            var values = 0
            var propagatedValues = 0
            var differences = 0
        }

        private(set) var rows: [String: Row] = [:]
        private(set) var known: [KnownShapeDisagreement: Int] = [:]
        private(set) var mistakes: [String] = []
        /// Models that are not compared, by reason.
        private(set) var skipped: [String: Int] = [:]

        init(_ batch: ShapeOracle.Batch) throws {
            for record in batch.records {
                let model = try batch.model(record)
                if let reason = model.reasonToSkip {
                    skipped[reason, default: 0] += 1
                    continue
                }
                let own = ShapeInference(model)
                var row = rows[record.variant] ?? Row()
                row.models += 1
                row.refused += record.error == nil ? 0 : 1
                row.values += record.types?.count ?? 0
                row.propagatedValues += record.propagated?.count ?? 0
                let before = known.values.reduce(0, +) + mistakes.count
                compareTypes(record, own)
                compareVerdicts(record, own)
                row.differences += known.values.reduce(0, +) + mistakes.count - before
                rows[record.variant] = row
            }
        }

        private mutating func compareTypes(_ record: ShapeOracle.Record, _ own: ShapeInference) {
            for (types, isPropagated) in [(record.types, false), (record.propagated, true)] {
                for (name, theirs) in types ?? [:] where !theirs.isMet(by: own.types[name]) {
                    let reason = KnownShapeDisagreement.ofType(name, theirs, own, record, isPropagated: isPropagated)
                    note(
                        reason, record, "'\(name)': onnx has \(theirs.text), here \(own.types[name]?.text ?? "nothing")"
                    )
                }
            }
        }

        private mutating func compareVerdicts(_ record: ShapeOracle.Record, _ own: ShapeInference) {
            let problems = own.problems.filter { $0.kind != .impossible }
            guard (record.error != nil) == problems.isEmpty else { return }
            note(
                KnownShapeDisagreement.ofVerdict(record, own), record,
                record.error.map { "accepted, and onnx says \($0)" }
                    ?? "refused: \(problems.map { "\($0.node): \($0.message)" }.joined(separator: "; "))")
        }

        private mutating func note(_ reason: KnownShapeDisagreement?, _ record: ShapeOracle.Record, _ text: String) {
            if let reason {
                known[reason, default: 0] += 1
            } else {
                mistakes.append("\(record.name) (\(record.variant), opset \(record.opset)): \(text)")
            }
        }

        var table: String {
            var lines = ["variant | models | refused by onnx | values | with data propagation | differences"]
            for (variant, row) in rows.sorted(by: { $0.key < $1.key }) {
                lines.append(
                    "\(variant) | \(row.models) | \(row.refused) | \(row.values) | \(row.propagatedValues) | "
                        + "\(row.differences)")
            }
            for (reason, count) in known.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                lines.append("\(count): \(reason.rawValue)")
            }
            for (reason, count) in skipped.sorted(by: { $0.key < $1.key }) {
                lines.append("skipped: \(count) of \(reason)")
            }
            return (lines + ["unexplained: \(mistakes.count)"]).joined(separator: "\n")
        }
    }
}

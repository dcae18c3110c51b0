import FileSupport
import Foundation
import TestSupport
import Testing

@testable import ONNXModel

@Suite("Operator table")
struct OperatorTableTests {
    @Test("It knows when operators came, changed, and went")
    func versions() {
        let table = OperatorTable.standard
        #expect(table.entry("Gelu", opset: 19) == .future(since: 20))
        #expect(table.entry("Upsample", opset: 11) == .removed(since: 10))
        #expect(table.entry("Rellu", opset: 11) == nil)
        guard case .signature(let old) = table.entry("Squeeze", opset: 11),
            case .signature(let new) = table.entry("Squeeze", opset: 13)
        else {
            Issue.record("Squeeze is missing")
            return
        }
        #expect(old.inputs == 1...1 && old.attributes["axes"]?.kind == .integers)
        #expect(new.inputs == 1...2 && new.attributes.isEmpty)
        guard case .signature(let concat) = table.entry("Concat", opset: 11) else { return }
        #expect(concat.inputs == 1...Int.max && concat.attributes["axis"]?.isRequired == true)
    }

    @Test("It is what the onnx package says", .enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
    func isCurrent() async throws {
        let folder = TemporaryFolder()
        let script = Package.folder + "/Tools/generate-operator-table.py"
        _ = try await Command.run(Oracle.python ?? "", [script, folder.path]).standardOutput(orThrow: script)
        for name in ["OperatorTable+AtoL.swift", "OperatorTable+MtoZ.swift"] {
            let committed = try String(
                contentsOfFile: Package.folder + "/Sources/ONNXModel/Operators/" + name, encoding: .utf8)
            #expect(
                try String(contentsOfFile: folder(name), encoding: .utf8) == committed,
                "renew it with Tools/generate-operator-table.py (onnx 1.23)")
        }
    }
}

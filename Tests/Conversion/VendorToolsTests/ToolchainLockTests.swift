@testable import CompiledModel
import Support
import Testing
import TestSupport
@testable import VendorTools

@Suite struct ToolchainLockTests {
    static let hash = String(repeating: "0a", count: 32)

    @Test("The committed lock pins what a conversion needs, and nothing of CUDA")
    func committed() throws {
        let lock = try ToolchainLock(path: Path.join(Package.folder, "mapper/toolchain.lock.txt"))
        let versions = Dictionary(uniqueKeysWithValues: lock.pins.map { ($0.name, $0.version) })
        #expect(versions["rdkx5-yolo-mapper"] == "1.0.0")
        #expect(versions["torch"] == "1.12.1")
        #expect(versions["dgdk"] != nil && versions["dg-nn-toolkit"] != nil && versions["setuptools"] != nil)
        #expect(!lock.pins.contains { $0.name.hasPrefix("nvidia") || $0.name.hasPrefix("cuda") || $0.name == "triton" })
        #expect(!lock.pins.contains { $0.version.contains("+") }, "a local version is not on the public index")
        #expect(lock.folderName.count == 12)
    }

    @Test("A requirement and its hash, on one line or two")
    func layouts() throws {
        let text = "# comment\na==1.0 \\\n    --hash=sha256:\(Self.hash)\n"
        #expect(
            try ToolchainLock.parse(text, path: "lock") == [
                ToolchainLock.Pin(name: "a", version: "1.0", sha256: Self.hash)
            ])
    }

    @Test(
        "A lock that leaves something open is refused, with its line",
        arguments: [
            ("a==1\nb==2\n", 1), ("a>=1\n", 1), ("==1\n", 1), ("a==1 \\\n  --hash=sha256:12\n", 2),
            ("--hash=sha256:\(hash)\n", 1), ("a==1\n", 2), ("", 0),
        ])
    func refused(text: String, line: Int) {
        let error = #expect(throws: ToolchainError.self) { try ToolchainLock.parse(text, path: "lock") }
        guard case .badLock(_, let found, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found == line)
    }
}

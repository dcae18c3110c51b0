import Foundation
import Support
import Testing
import TestSupport

/// What is wrong with a file gets one line, exit code 2, and leaves nothing behind.
@Suite("Bad input")
struct BadInputTests {
    @Test("A model that is cut short, empty, or something else", arguments: ["params", "verify", "inspect"])
    func models(command: String) async throws {
        let folder = TemporaryFolder()
        let exported = try await Command.repvitConvert(
            "export", "m0_9", "--weights", "seeded", "-o", "whole.onnx", in: folder.path)
        #expect(exported.exitCode == 0, "\(exported.standardError)")
        let whole = try #require(FileManager.default.contents(atPath: folder("whole.onnx")))
        try AtomicFile.write(Array(whole.prefix(whole.count / 2)), to: folder("cut.onnx"))
        try AtomicFile.write([], to: folder("empty.onnx"))
        try AtomicFile.write("<html>404</html>", to: folder("page.onnx"))

        for name in ["cut.onnx", "empty.onnx", "page.onnx", "missing.onnx", "."] {
            let result = try await Command.repvitConvert(command, name, in: folder.path)
            #expect(result.exitCode == 2, "\(name)")
            #expect(result.standardOutput.isEmpty)
            #expect(errorLines(result).count == 1, "\(result.standardError)")
            #expect(result.standardError.contains(name))
        }
    }

    @Test("Weights whose header lies, that lack a tensor, or are of another shape or type", arguments: Fault.allCases)
    func weights(fault: Fault) async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write(fault.safetensors, to: folder("bad.safetensors"))
        let result = try await Command.repvitConvert(
            "export", "m0_9", "--weights", "bad.safetensors", "-o", "out.onnx", in: folder.path)
        #expect(result.exitCode == 2)
        #expect(errorLines(result).count == 1, "\(result.standardError)")
        #expect(result.standardError.contains("bad.safetensors"))
        #expect(try Folder.names(in: folder.path) == ["bad.safetensors"])
    }

    enum Fault: String, CaseIterable {
        case headerTooLong, missingTensor, wrongShape, wrongType, notSafetensors

        /// A file of one tensor, `stem.conv1.c.weight`, that is wrong in one way.
        var safetensors: [UInt8] {
            let (type, shape, size) =
                switch self {
                case .wrongShape: ("F32", "[24,3,5,5]", 24 * 3 * 25 * 4)
                case .wrongType: ("I32", "[24,3,3,3]", 24 * 3 * 9 * 4)
                default: ("F32", "[24,3,3,3]", 24 * 3 * 9 * 4)
                }
            let header =
                #"{"stem.conv1.c.weight":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[0,\#(size)]}}"#
            if self == .notSafetensors { return Array("PK\u{3}\u{4}archive/data.pkl".utf8) }
            let length = self == .headerTooLong ? UInt64(1) << 60 : UInt64(header.utf8.count)
            return withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array(header.utf8)
                + [UInt8](repeating: 0, count: size)
        }
    }

    @Test("A full disk", .enabled(if: Self.canMount, "needs unshare with user namespaces"))
    func fullDisk() async throws {
        let folder = TemporaryFolder()
        try Folder.create(folder("small"))
        let script = """
            mount -t tmpfs -o size=1m none small
            "$0" export m0_9 --weights seeded -o small/model.onnx
            code=$?
            ls -A small >&2
            exit $code
            """
        let result = try await Command.run(
            "unshare", ["-rm", "sh", "-c", script, Package.executable], in: folder.path)
        #expect(result.exitCode == 2)
        #expect(errorLines(result).count == 1, "\(result.standardError)")
        #expect(result.standardError.contains("no space"))
        #expect(!result.standardError.contains("partial"))
    }

    private static let canMount: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = ["-rm", "sh", "-c", "mount -t tmpfs none /mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}

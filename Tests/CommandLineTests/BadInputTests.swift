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

    @Test("Samples with huge values are described, and are an error", arguments: [Float(1e10), 1e20, -3e38])
    func hugeValues(value: Float) async throws {
        let folder = TemporaryFolder()
        var elements = (0..<3 * 16 * 16).map { Float($0 % 256) }
        elements[7] = value
        try AtomicFile.write(elements.withUnsafeBytes { Array($0) }, to: folder("samples/a.rgbchw"))
        let result = try await Command.repvitConvert("calibration", "inspect", "samples", "-o", "out", in: folder.path)
        #expect(result.exitCode == 1, "\(result.standardError)")
        #expect((result.standardOutput + result.standardError).contains("calibration-scale"))
    }

    @Test("A file that is not a list of images is one error, however long it is")
    func binaryImages() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write((0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 37) }, to: folder("weights"))
        let result = try await Command.repvitConvert(
            "prepare", "m0_9", "--weights", "seeded", "--images", "weights", in: folder.path)
        #expect(result.exitCode == 2)
        #expect(errorLines(result).count == 1 && result.standardError.utf8.count < 1000, "\(result.standardError)")
    }

    @Test("One bad image does not lose the results of the others, and too few images name the count that works")
    func images() async throws {
        let folder = TemporaryFolder()
        _ = try await Command.repvitConvert(
            "export", "m0_9", "--weights", "seeded", "--num-classes", "10", "--input-size", "64", "-o", "net.onnx",
            in: folder.path
        ).standardOutput(orThrow: "export")
        _ = try await Command.repvitConvert("calibration", "demo-images", "--count", "3", "-o", "demo", in: folder.path)
            .standardOutput(orThrow: "demo-images")
        try AtomicFile.write("not an image", to: folder("bad.jpg"))
        let mixed = try await Command.repvitConvert(
            "infer", "net.onnx", "demo/demo_000.jpg", "bad.jpg", "demo/demo_001.jpg", in: folder.path)
        #expect(mixed.exitCode == 2 && errorLines(mixed).count == 1, "\(mixed.standardError)")
        #expect(mixed.standardOutput.contains("demo_000.jpg") && mixed.standardOutput.contains("demo_001.jpg"))

        try AtomicFile.write((0..<1000).map { "class \($0)\n" }.joined(), to: folder("imagenet"))
        let labels = try await Command.repvitConvert(
            "infer", "net.onnx", "demo/demo_000.jpg", "--labels", "imagenet", in: folder.path)
        #expect(labels.exitCode == 2 && labels.standardError.contains("1000 class names, but the model has 10"))
        try AtomicFile.write((0..<10).map { "class \($0)\n" }.joined(), to: folder("ten"))
        let named = try await Command.repvitConvert(
            "infer", "net.onnx", "demo/demo_000.jpg", "--labels", "ten", in: folder.path)
        #expect(named.exitCode == 0 && named.standardOutput.contains("| class "), "\(named.standardError)")

        let few = try await Command.repvitConvert(
            "prepare", "m0_9", "--weights", "seeded", "--images", "demo", in: folder.path)
        #expect(few.exitCode == 2 && few.standardError.contains("--count 3"), "\(few.standardError)")
    }

    @Test("The verdict of verify is a result, on standard output")
    func verdict() async throws {
        let folder = TemporaryFolder()
        _ = try await Command.repvitConvert("export", "m0_9", "--weights", "seeded", "-o", "net.onnx", in: folder.path)
        let result = try await Command.repvitConvert("verify", "net.onnx", in: folder.path)
        #expect(result.exitCode == 0 && result.standardOutput.contains("net.onnx: valid"))
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

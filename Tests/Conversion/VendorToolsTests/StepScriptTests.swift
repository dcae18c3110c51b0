import Foundation
import Support
import Testing
import TestSupport
@testable import VendorTools

/// The shell scripts, run by hand as a person would, with programs that only pretend.
@Suite struct StepScriptTests {
    static let steps = ["01_check.sh", "03_build.sh", "04_perf.sh", "05_verify.sh"]

    static func script(_ name: String) -> String { Path.join(Package.folder, "mapper", name) }

    /// An environment whose `hb_mapper` is a shell script.
    static func pretend(_ folder: TemporaryFolder, hbMapper: String) throws {
        for (name, body) in ["python": "", "hb_mapper": hbMapper] {
            try AtomicFile.write("#!/bin/bash\n\(body)\n", to: folder("tools/bin/\(name)"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder("tools/bin/\(name)"))
        }
        try AtomicFile.write("model", to: folder("model.onnx"))
        try AtomicFile.write(
            """
            model_parameters:
              onnx_model: model.onnx
              march: bayes-e
              working_dir: build
              output_model_file_prefix: M
            """, to: folder("c.yaml"))
        try Folder.create(folder("build"))
    }

    static func run(_ name: String, _ folder: TemporaryFolder) async throws -> Command {
        try await Command.run(
            script(name), [folder("c.yaml"), folder("work")],
            environment: ["REPVIT_TOOLCHAIN": folder("tools"), "REPVIT_CONVERT": Package.executable])
    }

    @Test(
        "Every step explains itself, and refuses a wrong call with 64",
        arguments: steps + ["02_calibrate.sh", "00_setup.sh"])
    func usage(name: String) async throws {
        let help = try await Command.run(Self.script(name), ["-h"])
        #expect(help.exitCode == 0 && help.standardOutput.hasPrefix("usage: mapper/\(name)"))
        #expect(try await Command.run(Self.script(name), ["--no-such-option"]).exitCode == 64)
    }

    @Test("Without the toolchain every step ends with 69 and says how to get it", arguments: steps)
    func missing(name: String) async throws {
        let folder = TemporaryFolder()
        let run = try await Command.run(
            Self.script(name), ["c.yaml"],
            environment: [
                "REPVIT_TOOLCHAIN": nil, "XDG_CACHE_HOME": folder.path, "REPVIT_CONVERT": Package.executable,
            ])
        #expect(run.exitCode == 69)
        #expect(run.standardError.contains("fix: repvit-convert toolchain install"))
    }

    @Test("A config that cannot be read ends a step with 2, and names the key", arguments: steps)
    func unreadable(name: String) async throws {
        let folder = TemporaryFolder()
        try Self.pretend(folder, hbMapper: "exit 1")
        try AtomicFile.write("model_parameters: {march: bayes-e}\n", to: folder("c.yaml"))
        let run = try await Self.run(name, folder)
        #expect(run.exitCode == 2)
        #expect(run.standardError.contains("'onnx_model' is missing"), "\(run.standardError)")
    }

    @Test("The vendor's exit status 255 becomes 2, and its reason one line; what it left is removed")
    func failure() async throws {
        let folder = TemporaryFolder()
        let body =
            "echo half > '\(folder("build/M_quantized_model.onnx"))'; echo Traceback; echo 'ValueError: bad' >&2; exit 255"
        try Self.pretend(folder, hbMapper: body)
        try AtomicFile.write("mine", to: folder("build/other.txt"))
        let run = try await Self.run("03_build.sh", folder)
        #expect(run.exitCode == 2)
        #expect(
            run.standardError.hasPrefix(
                "error: ValueError: bad\n  log: \(folder("work/logs/03_build.log")) (exit status 255)"))
        #expect(try Folder.names(in: folder("build")) == ["other.txt"])
        #expect(try Folder.names(in: folder("work")) == ["logs"])
    }

    @Test("Exit status 0 without the line of success, or without the file, is a failure")
    func silentFailure() async throws {
        let folder = TemporaryFolder()
        try Self.pretend(folder, hbMapper: "echo x > '\(folder("build/M.bin"))'")
        #expect(try await Self.run("03_build.sh", folder).exitCode == 2)
        try Self.pretend(folder, hbMapper: "echo 'Convert to runtime bin file successfully!'")
        let run = try await Self.run("03_build.sh", folder)
        #expect(run.exitCode == 2 && run.standardError.contains("left no"))
    }

    @Test("A build that succeeds leaves the model and a readable log")
    func success() async throws {
        let folder = TemporaryFolder()
        let body = """
            printf ' 1%%\\r 2%%\\n\\033[92mINFO\\033[0m Convert to runtime bin file successfully!\\n'
            echo x > '\(folder("build/M.bin"))'
            """
        try Self.pretend(folder, hbMapper: body)
        let run = try await Self.run("03_build.sh", folder)
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(
            try String(contentsOfFile: folder("work/logs/03_build.log"), encoding: .utf8)
                == " 2%\nINFO Convert to runtime bin file successfully!\n")
        #expect(try Folder.names(in: folder("build")) == ["M.bin"])
    }

    @Test("What a killed run left is removed, and nothing else")
    func leftovers() async throws {
        let folder = TemporaryFolder()
        try Self.pretend(folder, hbMapper: "exit 0")
        // No process has a number that large; process 1 is alive.
        for name in [".check.99999999.abcdef", ".check.1.abcdef", ".check.mine", "check.99999999.a"] {
            try AtomicFile.write("x", to: folder("work/\(name)/file"))
        }
        #expect(try await Self.run("01_check.sh", folder).exitCode == 0)
        #expect(
            try Folder.names(in: folder("work")).sorted()
                == [".check.1.abcdef", ".check.mine", "check.99999999.a", "logs"])
    }

    @Test("The checker is told the config's march")
    func march() async throws {
        let folder = TemporaryFolder()
        try Self.pretend(folder, hbMapper: "echo \"$@\"")
        let run = try await Self.run("01_check.sh", folder)
        #expect(
            run.standardOutput.contains("checker --model-type onnx --march bayes-e --model \(folder("model.onnx"))"))
    }

    @Test("Shellcheck finds nothing", .enabled(if: Host.program("shellcheck") != nil, "needs shellcheck"))
    func shellcheck() async throws {
        let names = try Folder.names(in: Path.join(Package.folder, "mapper")).filter { $0.hasSuffix(".sh") }
        let run = try await Command.run("shellcheck", names.map { "mapper/\($0)" }, in: Package.folder)
        #expect(run.exitCode == 0, "\(run.standardOutput)")
    }
}

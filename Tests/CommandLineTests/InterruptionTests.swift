import Foundation
import Support
import Testing
import TestSupport

/// The whole program, with programs of a toolchain that only pretend.
@Suite(.serialized) struct InterruptionTests {
    /// An environment whose `hb_mapper` says its process number and sleeps.
    static func sleepingToolchain(_ folder: TemporaryFolder) throws {
        for name in ["python", "hb_perf", "hb_model_info", "hbdk-cc", "hbdk-sim", "hb_mapper"] {
            let body =
                name == "hb_mapper" ? "trap '' INT TERM; echo $$ > '\(folder("pid"))'; sleep 60; sleep 60" : "exit 0"
            try AtomicFile.write("#!/bin/sh\n\(body)\n", to: folder("bin/\(name)"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder("bin/\(name)"))
        }
    }

    @Test(
        "A signal ends the program with 130 and all that it runs, SIGKILL too",
        arguments: [SIGINT, SIGTERM, SIGKILL])
    func signals(signal: Int32) async throws {
        let folder = TemporaryFolder()
        try Self.sleepingToolchain(folder)
        async let run = Command.repvitConvert(
            "toolchain", "doctor", environment: ["REPVIT_TOOLCHAIN": folder.path, "REPVIT_TEST_MARK": folder.path])
        var child: pid_t?
        while child == nil {
            try await Task.sleep(for: .milliseconds(20))
            child = (try? String(contentsOfFile: folder("pid"), encoding: .utf8)).flatMap { pid_t($0.dropLast()) }
        }
        let pid = try #require(child)
        #expect(Self.isRunning(pid))
        let parent = try #require(try Self.converter(mark: folder.path))
        kill(parent, signal)
        #expect(try await run.exitCode == (signal == SIGKILL ? 128 + SIGKILL : 130))
        for _ in 0..<100 where Self.isRunning(pid) { try await Task.sleep(for: .milliseconds(20)) }
        #expect(!Self.isRunning(pid), "a child is left behind")
    }

    @Test("Work that does not look up is left behind, and that is said")
    func deafWork() async throws {
        let folder = TemporaryFolder()
        let made = try await Command.repvitConvert("export", "m0_9", "--weights", "seeded", "-o", folder("net.onnx"))
        #expect(made.exitCode == 0)
        _ = try await Command.repvitConvert("calibration", "demo-images", "--count", "1", "-o", folder("pictures"))
        async let run = Command.repvitConvert(
            "infer", folder("net.onnx"), folder("pictures/demo_000.jpg"), "--repeat", "1000000",
            environment: ["REPVIT_TEST_MARK": folder.path])
        var parent: pid_t?
        while parent == nil {
            try await Task.sleep(for: .milliseconds(100))
            parent = try Self.converter(mark: folder.path)
        }
        // The handler is in place by then.
        try await Task.sleep(for: .seconds(1))
        kill(try #require(parent), SIGINT)
        let result = try await run
        #expect(result.exitCode == 130)
        #expect(result.standardError.hasSuffix("error: interrupted\n"))
    }

    /// Whether a process runs; one that has ended and waits to be reaped has no command line.
    static func isRunning(_ pid: pid_t) -> Bool {
        FileManager.default.contents(atPath: "/proc/\(pid)/cmdline").map { !$0.isEmpty } ?? false
    }

    /// The process of repvit-convert that was started with the mark in its environment.
    static func converter(mark: String) throws -> pid_t? {
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let pid = pid_t(name), let variables = FileManager.default.contents(atPath: "/proc/\(name)/environ"),
                let command = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
            else { continue }
            let executable = command.split(separator: 0).first.map { String(decoding: $0, as: UTF8.self) } ?? ""
            if executable.hasSuffix("/repvit-convert"),
                String(decoding: variables, as: UTF8.self).contains("REPVIT_TEST_MARK=\(mark)")
            {
                return pid
            }
        }
        return nil
    }
}

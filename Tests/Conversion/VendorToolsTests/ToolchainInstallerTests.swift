import Foundation
import Support
import Testing
import TestSupport
@testable import VendorTools

@Suite struct ToolchainInstallerTests {
    static func lock(_ folder: TemporaryFolder) throws -> ToolchainLock {
        try AtomicFile.write("six==1.17.0 --hash=sha256:\(ToolchainLockTests.hash)\n", to: folder("lock.txt"))
        return try ToolchainLock(path: folder("lock.txt"))
    }

    @Test("What is whole is left alone")
    func alreadyInstalled() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("", to: folder("env/\(ToolchainEnvironment.marker)"))
        let installer = ToolchainInstaller(lock: try Self.lock(folder), folder: folder("env"))
        let outcome = try await installer.run { _ in }
        #expect(outcome == .alreadyInstalled(ToolchainEnvironment(folder: folder("env"))))
    }

    @Test("A folder that holds something else is not touched")
    func foreign() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("precious", to: folder("env/thesis.txt"))
        let installer = ToolchainInstaller(lock: try Self.lock(folder), folder: folder("env"))
        await #expect(throws: ToolchainError.self) { try await installer.run { _ in } }
        #expect(try Folder.names(in: folder("env")) == ["thesis.txt"])
    }
}

@Suite struct ToolchainUninstallTests {
    @Test("Removes what the installer made, logs included, and says when there is nothing")
    func uninstall() throws {
        let folder = TemporaryFolder()
        for name in ["env/.repvit-convert-begun", "env/\(ToolchainEnvironment.marker)", "env/bin/python", "env.log"] {
            try AtomicFile.write("", to: folder(name))
        }
        let installer = ToolchainInstaller(lock: try ToolchainInstallerTests.lock(folder), folder: folder("env"))
        #expect(try installer.uninstall())
        #expect(try Folder.names(in: folder.path) == ["env.lock", "lock.txt"])
        #expect(try !installer.uninstall())
    }

    @Test("Refuses a folder of somebody else's, and one that is being installed")
    func refused() throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("precious", to: folder("env/thesis.txt"))
        let installer = ToolchainInstaller(lock: try ToolchainInstallerTests.lock(folder), folder: folder("env"))
        #expect(throws: ToolchainError.self) { try installer.uninstall() }
        #expect(try Folder.names(in: folder("env")) == ["thesis.txt"])
        guard let held = try FileLock.take(folder("env.lock")) else {
            Issue.record("the lock is taken")
            return
        }
        #expect(throws: ToolchainError.installationBusy(folder: folder("env"))) { try installer.uninstall() }
        _ = consume held
    }
}

/// With the vendor's real programs.
@Suite(.serialized, .enabled(if: VendorToolchain.python != nil, Comment(rawValue: VendorToolchain.absence)))
struct VendorToolchainTests {
    @Test("The doctor finds every program")
    func doctor() async throws {
        let checks = try await ToolchainDoctor().examine()
        for name in ["hb_mapper", "hb_perf", "hb_model_info", "hbdk-cc", "hbdk-sim"] {
            let check = try #require(checks.first { $0.name == name })
            #expect(check.status == .ok && !check.version.isEmpty, "\(check)")
        }
    }

    @Test("A model that is no model is refused with the vendor's reason, in one line")
    func refused() async throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("not an ONNX model", to: folder("m.onnx"))
        try AtomicFile.write(
            """
            model_parameters: {onnx_model: m.onnx, march: bayes-e, working_dir: out, output_model_file_prefix: M}
            input_parameters: {input_name: data, input_shape: 1x3x224x224}
            """, to: folder("c.yaml"))
        // The steps ask the program, which is not the one that runs this test.
        setenv("REPVIT_CONVERT", Package.executable, 1)
        let environment = try #require(VendorToolchain.folder.map { ToolchainEnvironment(folder: $0) })
        let error = await #expect(throws: ToolchainError.self) {
            try await MapperStep.check.run(
                config: folder("c.yaml"), workFolder: folder("work"), environment: environment, log: folder("check.log")
            )
        }
        guard case .stepFailed(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.diagnosis?.entry.id == "RVC0103")
        #expect(failure.reason.contains("ModelProto") && !failure.reason.contains("\n"))
        #expect(failure.log == folder("check.log") && FileManager.default.fileExists(atPath: failure.log))
    }
}

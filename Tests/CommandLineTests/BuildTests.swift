import Foundation
import Support
import Testing
import TestSupport

/// The whole path with the vendor's own tools, on real photographs.
@Suite("build", .serialized)
struct BuildTests {
    private static let toolchainAndImages = VendorToolchain.folder != nil && Shared.folder != nil

    @Test(
        "Makes a fast .bin from trained weights and photographs, which then recognises them",
        .enabled(if: toolchainAndImages, "needs the vendor toolchain and the shared folder"))
    func endToEnd() async throws {
        let shared = try #require(Shared.folder)
        let folder = TemporaryFolder()
        let weights = Path.join(shared, "fixtures/repvit_m0_9_memorised.safetensors")
        let images = Path.join(shared, "images")
        let prepared = try await Command.repvitConvert(
            "prepare", "m0_9", "--weights", weights, "--images", images, "--count", "8", in: folder.path)
        #expect(prepared.exitCode == 0, "\(prepared.standardError)")

        let built = try await Command.repvitConvert("build", "m0_9", "--format", "json", in: folder.path)
        #expect(built.exitCode == 0, "\(built.standardError)")
        let report = try #require(try parseJSON(built.standardOutput))
        #expect(try #require(report["latency_us"] as? Double) <= 1075)
        #expect((report["operators"] as? [String: Any])?["on_cpu"] as? [String] == ["Reshape"])
        #expect((report["verification"] as? [String: Any])?["different"] as? Int == 0)
        #expect(try #require(report["output_cosine"] as? Double) > 0.95)
        // Published for this network: 902.69 frames per second with four threads.
        let expected = try #require(report["expected"] as? [String: Any])
        #expect(abs(try #require(expected["four_thread_fps"] as? Double) - 902.69) < 20)
        let bin = try #require((report["bin"] as? [String: Any])?["path"] as? String)
        #expect(bin.hasSuffix("RepViT_m0_9_224x224_nv12.bin"))
        #expect(try parseJSON(try String(contentsOfFile: folder("work/m0_9/report.json"), encoding: .utf8)) != nil)

        let names = try Folder.names(in: images).filter { $0.hasSuffix(".JPEG") }.prefix(10)
        let inferred = try await Command.run(
            Package.executable,
            ["infer", Path.join(folder.path, bin), "--engine", "bin", "--format", "json"]
                + names.map { Path.join(images, $0) })
        #expect(inferred.exitCode == 0, "\(inferred.standardError)")
        let right = names.filter { name in
            inferred.standardOutput.contains(String(name.prefix { $0 != "_" }))
        }
        #expect(right.count >= 9)

        // What the simulator computes, all of it: a probability depends on every logit.
        let quantized = try await Command.run(
            Package.executable,
            ["infer", Path.join(folder.path, bin.replacing(".bin", with: "_quantized_model.onnx")), "--format", "json"]
                + names.map { Path.join(images, $0) })
        #expect(quantized.exitCode == 0, "\(quantized.standardError)")
        let computed = try #require(try parseJSON(quantized.standardOutput))
        #expect(computed["engine"] as? String == "quantized" && computed["range"] as? String == "full")
        let simulated = try #require(try parseJSON(inferred.standardOutput)?["images"] as? NSArray)
        #expect(simulated.count == names.count && simulated.isEqual(computed["images"]))

        // The quantized model computes a .bin that it belongs to, and only as long as neither has changed.
        let first = Path.join(images, try #require(names.first))
        func engine() async throws -> String? {
            let run = try await Command.repvitConvert("infer", Path.join(folder.path, bin), first, "--format", "json")
            return try parseJSON(run.standardOutput)?["engine"] as? String
        }
        #expect(try await engine() == "quantized")
        let evaluated = try await Command.repvitConvert(
            "evaluate", "m0_9", "--engine", "all", "--engine", "vendor", "--images", images, "--labels",
            Path.join(images, "labels.tsv"), "--view", "corner", "--limit", "20", in: folder.path)
        #expect(evaluated.exitCode == 0, "\(evaluated.standardError)")
        #expect(evaluated.standardOutput.contains("| frames per second |"))
        #expect(evaluated.standardOutput.contains("estimated by hb_perf"))
        let kept = try parseJSON(try String(contentsOfFile: folder("work/m0_9/report.json"), encoding: .utf8))
        let accuracy = try #require((kept?["accuracy"] as? [String: Any])?["engines"] as? [String: [String: Any]])
        #expect(accuracy.keys.sorted() == ["bin", "float", "quantized", "vendor"])
        for figure in ["top1", "top5", "sqnr_db", "cosine", "agreement", "won", "lost", "p_value"] {
            let values = ["bin", "quantized", "vendor"].map { accuracy[$0]?[figure] as? Double }
            #expect(values[0] != nil && Set(values).count == 1, "\(figure): \(values)")
        }

        let quantizedPath = Path.join(folder.path, bin.replacing(".bin", with: "_quantized_model.onnx"))
        let model = try Data(contentsOf: URL(fileURLWithPath: quantizedPath))
        try (model + Data([0x12, 0x00])).write(to: URL(fileURLWithPath: quantizedPath))
        #expect(try await engine() == "simulator")
        try model.write(to: URL(fileURLWithPath: quantizedPath))

        // prepare and build leave each other's work alone.
        let reprepared = try await Command.repvitConvert(
            "prepare", "m0_9", "--weights", weights, "--images", images, "--count", "8", in: folder.path)
        #expect(!reprepared.standardError.contains(": done"), "\(reprepared.standardError)")
        #expect((report["published"] as? [String: Any])?["fps"] as? Double == 902.69)
        let again = try await Command.repvitConvert("build", "m0_9", "--format", "json", in: folder.path)
        let stages = try #require(try parseJSON(again.standardOutput)?["stages"] as? [[String: Any]])
        #expect(stages.allSatisfy { $0["cached"] as? Bool == true })
    }

    @Test(
        "Ends on Ctrl-C, leaves no process behind, and goes on where it was",
        .enabled(if: VendorToolchain.folder != nil, Comment(rawValue: VendorToolchain.absence)))
    func interruption() async throws {
        let folder = TemporaryFolder()
        let prepared = try await Command.repvitConvert(
            "prepare", "m0_9", "--demo", "--count", "8", in: folder.path)
        #expect(prepared.exitCode == 0, "\(prepared.standardError)")

        // The signal that Ctrl-C sends, once hb_mapper is at work.
        let log = folder("work/m0_9/logs/build.log")
        let script = """
            "$0" build m0_9 & build=$!
            while ! grep -qs 'Calibration' "\(log)"; do
                kill -0 $build 2>/dev/null || exit 99
                sleep 0.2
            done
            kill -INT $build
            wait $build
            """
        let run = try await Command.run("bash", ["-mc", script, Package.executable], in: folder.path)
        #expect(run.exitCode == 130, "\(run.standardError)")
        // What has been killed may still be giving back its memory: the kernel lists it until it is done.
        var left = try await Command.run("pgrep", ["-f", folder.path])
        for _ in 0..<50 where !left.standardOutput.isEmpty {
            try await Task.sleep(for: .milliseconds(100))
            left = try await Command.run("pgrep", ["-f", folder.path])
        }
        #expect(left.standardOutput.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder("work/m0_9/build/RepViT_m0_9_224x224_nv12.bin")))

        let resumed = try await Command.repvitConvert("build", "m0_9", "--format", "json", in: folder.path)
        #expect(resumed.exitCode == 0, "\(resumed.standardError)")
        let stages = try #require(try parseJSON(resumed.standardOutput)?["stages"] as? [[String: Any]])
        #expect(stages.first?["cached"] as? Bool == true)
    }

    @Test(
        "Passes on why hb_mapper failed, in one line",
        .enabled(if: VendorToolchain.folder != nil, Comment(rawValue: VendorToolchain.absence)))
    func vendorFailure() async throws {
        let folder = TemporaryFolder()
        let prepared = try await Command.repvitConvert(
            "prepare", "m0_9", "--demo", "--count", "2", in: folder.path)
        #expect(prepared.exitCode == 0, "\(prepared.standardError)")
        let config = folder("work/m0_9/config/RepViT_m0_9_config.yaml")
        let text = try String(contentsOfFile: config, encoding: .utf8)
        try AtomicFile.write(text.replacing("calibration_type: max", with: "calibration_type: none"), to: config)

        let result = try await Command.repvitConvert("build", "m0_9", in: folder.path)
        #expect(result.exitCode == 2)
        #expect(errorLines(result).count == 1, "\(result.standardError)")
        #expect(!result.standardError.contains("Traceback"))
        #expect(!FileManager.default.fileExists(atPath: folder("work/m0_9/report.json")))
    }

    @Test("Lints an edited config before anything starts", arguments: ["calibration_type: mx", "march: bayes-x"])
    func lint(_ setting: String) async throws {
        let folder = TemporaryFolder()
        _ = try await Command.repvitConvert("prepare", "m0_9", "--demo", "--count", "1", in: folder.path)
        let config = folder("work/m0_9/config/RepViT_m0_9_config.yaml")
        let key = String(setting.prefix { $0 != ":" })
        let lines = try String(contentsOfFile: config, encoding: .utf8).split(separator: "\n")
        let edited = lines.map { $0.contains(key + ":") ? "  " + setting : String($0) }.joined(separator: "\n") + "\n"
        try AtomicFile.write(edited, to: config)
        let result = try await Command.repvitConvert(
            "build", "m0_9", in: folder.path, environment: ["XDG_CACHE_HOME": folder("cache"), "REPVIT_TOOLCHAIN": nil])
        #expect(result.exitCode == 2, "not 69, for no tool was looked for: \(result.standardError)")
        #expect(errorLines(result).count == 1 && result.standardError.contains("fix: "), "\(result.standardError)")
    }

    @Test("Says that nothing is prepared")
    func notPrepared() async throws {
        let folder = TemporaryFolder()
        let result = try await Command.repvitConvert("build", "m0_9", in: folder.path)
        #expect(result.exitCode == 2)
        #expect(result.standardError.contains("repvit-convert prepare m0_9"))
    }

    @Test("Says that the toolchain is missing, and how to get it")
    func toolchainMissing() async throws {
        let folder = TemporaryFolder()
        _ = try await Command.repvitConvert("prepare", "m0_9", "--demo", "--count", "1", in: folder.path)
        let result = try await Command.repvitConvert(
            "build", "m0_9", in: folder.path, environment: ["XDG_CACHE_HOME": folder("cache"), "REPVIT_TOOLCHAIN": nil])
        #expect(result.exitCode == 69)
        #expect(errorLines(result).count == 1, "\(result.standardError)")
        #expect(result.standardError.contains("repvit-convert toolchain install"))
    }

    @Test("Rejects what is neither a variant nor a config")
    func usage() async throws {
        let result = try await Command.repvitConvert("build", "m9_9")
        #expect(result.exitCode == 64)
    }
}

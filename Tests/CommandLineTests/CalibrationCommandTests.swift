import Support
import Testing
import TestSupport

/// `calibration ...` as it is run: exit codes, streams, and what hostile files cost.
@Suite("calibration, the command")
struct CalibrationCommandTests {
    /// Runs the program in the address space of a few pictures: a bomb that is believed ends it.
    private func bounded(_ arguments: String...) async throws -> Command {
        let line = "ulimit -v 3000000; exec \"$0\" \"$@\""
        return try await Command.run("/bin/sh", ["-c", line, Package.executable] + arguments)
    }

    /// Four good pictures of 64 x 48 pixels.
    private func pictures() async throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        _ = try await Command.repvitConvert("calibration", "demo-images", "--count", "4", "-o", folder("images"))
            .standardOutput(orThrow: "demo-images")
        return folder
    }

    /// The size in a header changed to what memory cannot hold.
    private func bomb(_ path: String, to target: String) throws {
        var bytes = try ByteView(contentsOf: path).elements(as: UInt8.self)
        for index in 2..<bytes.count - 8 where bytes[index] == 0xFF && bytes[index + 1] == 0xC0 {
            bytes.replaceSubrange(index + 5..<index + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
            break
        }
        try AtomicFile.write(bytes, to: target)
    }

    /// The header chunk of a PNG of 60,000 x 60,000 pixels, with its checksum, and the start of its data.
    private static let pngBomb: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        + [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60, 8, 2, 0, 0, 0, 0x0F, 0xB0, 0xE2, 0x15]
        + [0, 0, 0, 2, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0, 0, 0, 0]

    @Test("Image bombs, empty files, loops of links and closed folders cost a warning each, and no memory")
    func hostileFolder() async throws {
        let folder = try await pictures()
        try bomb(folder("images/demo_000.jpg"), to: folder("images/bomb.jpg"))
        try AtomicFile.write(Self.pngBomb, to: folder("images/bomb.png"))
        try AtomicFile.write([UInt8](), to: folder("images/empty.jpg"))
        let script =
            "ln -s . loop && ln -s a b.jpg && ln -s b.jpg a && mkdir closed && chmod 0 closed && mkfifo pipe.jpg"
        _ = try await Command.run("/bin/sh", ["-c", script], in: folder("images")).standardOutput(orThrow: "sh")
        let run = try await bounded(
            "calibration", "make", "--images", folder("images"), "--count", "4", "--size", "64", "-o", folder("out"))
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(try Folder.names(in: folder("out/rgbchw_f32")).count == 4)
        let all = try await bounded(
            "calibration", "make", "--images", folder("images"), "--count", "7", "--size", "64", "-o", folder("more"))
        #expect(all.exitCode == 2 && all.standardError.contains("only 4 of 7"))
        for name in ["bomb.jpg", "bomb.png", "empty.jpg"] { #expect(all.standardError.contains(name)) }
        #expect(all.standardError.components(of: "more than the limit of").count >= 3)
        _ = try await Command.run("/bin/chmod", ["700", folder("images/closed")])
    }

    @Test("A name with control characters does not reach the terminal as it is")
    func controlCharacters() async throws {
        let folder = try await pictures()
        try AtomicFile.write("no picture", to: folder("images/evil\u{1B}[2J\nname.jpg"))
        let run = try await Command.repvitConvert(
            "calibration", "make", "--images", folder("images"), "--count", "5", "--size", "16", "-o", folder("out"))
        #expect(run.exitCode == 2)
        #expect(run.standardError.contains("evil") && !run.standardError.contains("\u{1B}"))
    }

    @Test("inspect ends with 0 for good data and 1 for bad, and writes two pictures")
    func inspect() async throws {
        let folder = try await pictures()
        _ = try await Command.repvitConvert(
            "calibration", "make", "--images", folder("images"), "--count", "4", "--size", "32", "-o", folder("set")
        )
        .standardOutput(orThrow: "make")
        let good = try await Command.repvitConvert(
            "calibration", "inspect", folder("set"), "-o", folder("look"), "--format", "json")
        #expect(good.exitCode == 0, "\(good.standardOutput)\(good.standardError)")
        #expect(good.standardOutput.contains("\"layout\" : \"NCHW\""))
        #expect(try Folder.names(in: folder("look")) == ["histogram.svg", "preview.png"])
        try AtomicFile.write("mine\n", to: folder("set/rgbchw_f32/notes.txt"))
        let bad = try await Command.repvitConvert("calibration", "inspect", folder("set"), "-o", folder("look"))
        #expect(bad.exitCode == 1 && bad.standardOutput.contains("[calibration-stray]"))
        #expect(try await Command.repvitConvert("calibration", "inspect", folder("none")).exitCode == 2)
    }

    @Test(
        "What makes no sense is a usage error",
        arguments: [
            ["make", "-o", "x"], ["make", "--images", "x", "--layout", "nv12", "-o", "x"],
            ["make", "--images", "x", "--labels", "y", "-o", "x"], ["make", "--featuremap", "nofolder", "-o", "x"],
            ["make", "--images", "x", "--row-alignment", "0", "-o", "x"],
            ["make", "--images", "x", "--range", "full", "--config", "y", "-o", "x"],
            ["nv12", "x.jpg", "-o", "x"], ["nv12", "x.jpg", "--range", "full", "--plane-alignment", "-1", "-o", "x"],
        ])
    func usage(arguments: [String]) async throws {
        #expect(try await Command.run(Package.executable, ["calibration"] + arguments).exitCode == 64)
    }
}

extension String {
    fileprivate func components(of separator: String) -> [Substring] { split(separator: separator) }
}

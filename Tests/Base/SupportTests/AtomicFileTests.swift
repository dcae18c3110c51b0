import Foundation
@testable import Support
import Testing
import TestSupport

@Suite("AtomicFile")
struct AtomicFileTests {
    @Test("A file appears under its name only when it is whole")
    func commit() throws {
        let folder = TemporaryFolder()
        let path = folder("sub/result.txt")
        var file = try AtomicFile(path: path)
        try file.write("one ")
        #expect(!FileManager.default.fileExists(atPath: path))
        try file.write("two")
        try file.commit()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one two")
        #expect(try Folder.names(in: folder("sub")) == ["result.txt"])
    }

    @Test("What is not finished leaves nothing, and does not touch what was there")
    func abandoned() throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("old", to: folder("result.txt"))
        do {
            var file = try AtomicFile(path: folder("result.txt"))
            try file.write([UInt8](repeating: 7, count: 3 << 20))
        }
        #expect(try Folder.names(in: folder.path) == ["result.txt"])
        #expect(try String(contentsOfFile: folder("result.txt"), encoding: .utf8) == "old")
    }

    @Test("Large and small pieces arrive in order")
    func pieces() throws {
        let folder = TemporaryFolder()
        var file = try AtomicFile(path: folder("data"))
        var expected: [UInt8] = []
        for size in [1, 1 << 20, 3, (1 << 20) + 1, 0, 5 << 20, 17] {
            let piece = [UInt8](repeating: UInt8(truncatingIfNeeded: expected.count), count: size)
            try file.write(piece)
            expected += piece
        }
        try file.commit()
        #expect(FileManager.default.contents(atPath: folder("data")) == Data(expected))
    }

    @Test("What a dead process left behind is swept away, what a living one writes is not")
    func sweeping() throws {
        let folder = TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder(".result.partial-999999999")))
        try Data().write(to: URL(fileURLWithPath: folder(".result.partial-1")))
        try Data().write(to: URL(fileURLWithPath: folder(".other.partial-999999999")))
        try AtomicFile.write("new", to: folder("result"))
        #expect(try Folder.names(in: folder.path) == [".other.partial-999999999", ".result.partial-1", "result"])
    }

    @Test("A name that is taken by a folder is an error, and leaves nothing")
    func folderInTheWay() throws {
        let folder = TemporaryFolder()
        try Folder.create(folder("result"))
        #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder("result")) }
        #expect(try Folder.names(in: folder.path) == ["result"])
    }
}

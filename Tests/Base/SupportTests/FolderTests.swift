import Foundation
@testable import Support
import Testing
import TestSupport

@Suite("Folder")
struct FolderTests {
    @Test("A prepared folder takes the place of the old one, whole")
    func replacing() throws {
        let folder = TemporaryFolder()
        let target = folder("data")
        for content in ["first", "second"] {
            let partial = try Folder.makePartial(for: target)
            try AtomicFile.write(content, to: Path.join(partial, "file"))
            try Folder.replace(target, with: partial)
            #expect(try String(contentsOfFile: Path.join(target, "file"), encoding: .utf8) == content)
            #expect(try Folder.names(in: folder.path) == ["data"])
        }
    }

    @Test("Removing a folder does not follow the links in it")
    func links() throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("mine", to: folder("kept/file"))
        try Folder.create(folder("gone"))
        try FileManager.default.createSymbolicLink(
            atPath: folder("gone/link"), withDestinationPath: folder("kept"))
        try Folder.remove(folder("gone"))
        #expect(try Folder.names(in: folder.path) == ["kept"])
        #expect(try Folder.names(in: folder("kept")) == ["file"])
    }

    @Test("A lock keeps a second holder out until the first lets go")
    func lock() throws {
        let folder = TemporaryFolder()
        let isFree = { () throws -> Bool in
            let lock = try FileLock.take(folder("sub/lock"))
            return lock != nil
        }
        let first = try FileLock.take(folder("sub/lock"))
        #expect(try isFree() == false)
        _ = consume first
        #expect(try isFree())
    }

    @Test("Errors name the file and what is wrong with it")
    func errors() {
        #expect(throws: FileError.notFound(path: "/missing/file")) { try MappedFile(path: "/missing/file") }
        #expect(throws: FileError.notAFile(path: "/")) { try MappedFile(path: "/") }
        #expect(throws: FileError.notAFile(path: "/dev/zero")) { try MappedFile(path: "/dev/zero") }
    }

    @Test(
        "Paths are split and joined",
        arguments: [
            ("a/b.txt", "a", "b.txt", "b", "txt"), ("/b", "/", "b", "b", ""),
            ("c.TAR.Gz", ".", "c.TAR.Gz", "c.TAR", "gz"),
            (".hidden", ".", ".hidden", ".hidden", ""),
        ])
    func paths(path: String, folder: String, name: String, stem: String, suffix: String) {
        #expect(Path.split(path) == (folder, name))
        #expect(Path.stem(path) == stem)
        #expect(Path.lowercasedExtension(path) == suffix)
    }
}

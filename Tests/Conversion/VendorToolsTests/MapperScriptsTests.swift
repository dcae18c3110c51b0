import Diagnostics
import Support
import Testing
import TestSupport
@testable import VendorTools

@Suite struct MapperScriptsTests {
    @Test("The folder is found above the executable, in a checkout and where it is installed")
    func found() throws {
        let folder = TemporaryFolder()
        try AtomicFile.write("", to: folder("checkout/mapper/01_check.sh"))
        try AtomicFile.write("", to: folder("prefix/share/repvit-convert/mapper/01_check.sh"))
        try Folder.create(folder("checkout/.build/debug"))
        try Folder.create(folder("prefix/bin"))
        #expect(
            try MapperScripts.locate(override: nil, starts: [folder("checkout/.build/debug")]).folder
                == folder("checkout/mapper"))
        #expect(
            try MapperScripts.locate(override: nil, starts: [folder("prefix/bin")]).folder
                == folder("prefix/share/repvit-convert/mapper"))
        #expect(
            try MapperScripts.locate(override: folder("checkout/mapper"), starts: []).folder
                == folder("checkout/mapper"))
    }

    @Test("A folder that does not hold the scripts is an error with exit status 69")
    func missing() {
        let folder = TemporaryFolder()
        let error = #expect(throws: ToolchainError.self) {
            try MapperScripts.locate(override: folder.path, starts: [Package.folder])
        }
        #expect(error?.exitStatus == .toolMissing)
        #expect(throws: ToolchainError.self) { try MapperScripts.locate(override: nil, starts: [folder.path]) }
    }
}

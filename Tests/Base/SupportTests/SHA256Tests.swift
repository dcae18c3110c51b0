@testable import Support
import Testing
import TestSupport

@Suite("SHA-256")
struct SHA256Tests {
    /// From FIPS 180-4's examples.
    @Test(
        "Gives the published digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ])
    func published(text: String, digest: String) throws {
        #expect(SHA256.hash(text).description == digest)
        let folder = TemporaryFolder()
        try AtomicFile.write(text, to: folder("file"))
        #expect(try SHA256.hash(file: folder("file")).description == digest)
    }
}

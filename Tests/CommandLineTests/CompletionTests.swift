import Support
import Testing
import TestSupport

@Suite("Shell completion")
struct CompletionTests {
    @Test(
        "Files and folders complete after the options that name them",
        arguments: [
            ("--weights", ["a.safetensors", "photos"]), ("--images", ["list.txt", "photos"]),
            ("--model", ["net.onnx", "photos"]), ("--work", ["photos"]),
        ])
    func files(option: String, expected: [String]) async throws {
        let folder = TemporaryFolder()
        for name in ["a.safetensors", "list.txt", "net.onnx"] { try AtomicFile.write("", to: folder(name)) }
        try Folder.create(folder("photos"))
        let script = """
            source <("$0" --generate-completion-script bash)
            function=$(complete -p repvit-convert | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            COMP_WORDS=(repvit-convert prepare m0_9 "$1" "") COMP_CWORD=4
            COMP_LINE="repvit-convert prepare m0_9 $1 " COMP_POINT=${#COMP_LINE}
            "$function" repvit-convert "" "$1"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let path = "PATH=\(Path.folder(Package.executable)):$PATH"
        let result = try await Command.run(
            "/bin/bash", ["-c", "export \(path)\n" + script, Package.executable, option], in: folder.path)
        let offered = Set(result.standardOutput.split(separator: "\n").map(String.init))
        #expect(offered.isSuperset(of: expected), "\(result.standardOutput) \(result.standardError)")
    }
}

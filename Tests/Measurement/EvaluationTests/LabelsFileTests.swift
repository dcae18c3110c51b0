import Evaluation
import Support
import Testing
import TestSupport

@Suite("Labels")
struct LabelsFileTests {
    @Test("The built-in classes are ImageNet's, in order")
    func builtIn() {
        let classes = ImageNetClasses.all
        #expect(classes.count == 1000)
        #expect(classes.map(\.index) == Array(0..<1000))
        #expect(classes[0] == ImageClass(index: 0, wnid: "n01440764", name: "tench"))
        #expect(classes[999].wnid == "n15075141")
        #expect(classes.map(\.wnid) == classes.map(\.wnid).sorted())
    }

    @Test(
        "They are those of the shared images",
        .enabled(if: Shared.folder != nil, Comment(rawValue: Shared.absence)))
    func shared() throws {
        let folder = try #require(Shared.folder)
        #expect(try LabelsFile.read(path: Path.join(folder, "images/labels.tsv")) == ImageNetClasses.all)
    }

    @Test("Lines may come in any order, with or without the header, with either line break")
    func forms() throws {
        let expected = [ImageClass(index: 0, wnid: "a", name: "cat"), ImageClass(index: 1, wnid: "b", name: "big dog")]
        for text in ["index\twnid\tname\n0\ta\tcat\n1\tb\tbig dog\n", "1\tb\tbig dog\r\n\r\n0\ta\tcat"] {
            #expect(try LabelsFile.parse(text, path: "labels.tsv") == expected)
        }
    }

    @Test(
        "What is wrong is told with its line",
        arguments: [
            ("0\ta\tcat\n1\tb", LabelsError.malformed(path: "l", line: 2, reason: "2 fields instead of 3")),
            ("0\ta\tcat\nx\tb\tdog", .malformed(path: "l", line: 2, reason: "'x' is not an index")),
            ("-1\ta\tcat", .malformed(path: "l", line: 1, reason: "'-1' is not an index")),
            ("0\ta\tcat\n0\tb\tdog", .malformed(path: "l", line: 2, reason: "index 0 is on line 1 too")),
            ("0\ta\tcat\n2\tb\tdog", .gap(path: "l", index: 1)), ("", .empty(path: "l")),
            ("index\twnid\tname\n", .empty(path: "l")),
        ])
    func mistakes(text: String, error: LabelsError) {
        #expect(throws: error) { try LabelsFile.parse(text, path: "l") }
    }
}

import CalibrationData
import Diagnostics
import Evaluation
import Support
import Testing
import TestSupport

@Suite("Ground truth")
struct GroundTruthTests {
    private let folder = TemporaryFolder()

    private func indices(_ text: String?, _ paths: [String], classes: Int = 1000) throws -> [Int?] {
        let file = folder("labels.txt")
        if let text { try AtomicFile.write(text, to: file) }
        return try GroundTruth(of: paths, file: text == nil ? nil : file, classCount: classes).indices
    }

    @Test("A list of classes labels images by the identifier in their names or folders")
    func classList() throws {
        let text = "index\twnid\tname\n0\tn01440764\ttench\n1\tn01443537\tgoldfish\n"
        let paths = ["n01443537_goldfish.JPEG", "n01440764/1.JPEG", "other.JPEG"]
        #expect(try indices(text, paths, classes: 2) == [1, 0, nil])
    }

    @Test("A number for each image counts from 0, or from 1 where there is no 0")
    func numbers() throws {
        let paths = ["ILSVRC2012_val_00000001.JPEG", "ILSVRC2012_val_00000003.JPEG"]
        #expect(try indices("4\n0\n9\n", paths, classes: 10) == [4, 9])
        #expect(try indices("4\n1\n10\n", paths, classes: 10) == [3, 9])
    }

    @Test("The development kit's numbers are read through its own map, where that lies beside the list")
    func developmentKit() throws {
        try AtomicFile.write("n01443537 1 goldfish\nn01440764 2 tench\n", to: folder("map_clsloc.txt"))
        let paths = ["ILSVRC2012_val_00000001.JPEG", "ILSVRC2012_val_00000002.JPEG"]
        #expect(try indices("1\n2\n", paths) == [1, 0])
        #expect(throws: EvaluationError.self) { try indices("1\n3\n", paths) }
    }

    @Test(
        "An image and its class on each line, by number, identifier or name",
        arguments: [
            "a.jpg,1\nsub/b.png,0\n", "path,label\n\"a.jpg\",\"n01443537\"\n\"sub/b.png\",\"n01440764\"\n",
            "a.jpg goldfish\nb.png tench\n", "a\tn01443537\nb\tn01440764\n",
            "ImageId,PredictionString\na,n01443537 85 1 5 9\nb,n01440764 1 2 3 4 n01440764 5 6 7 8\n",
        ])
    func pairs(text: String) throws {
        #expect(try indices(text, ["a.jpg", "sub/b.png", "c.jpg"]) == [1, 0, nil])
    }

    @Test("Images of the same name in several folders have their own classes")
    func sameNames() throws {
        #expect(try indices("x/1.jpg,3\ny/1.jpg,4\n", ["x/1.jpg", "y/1.jpg", "z/1.jpg"]) == [3, 4, nil])
    }

    @Test("Names with spaces are whole where commas separate")
    func spaces() throws {
        #expect(try indices("my cat.jpg,281\n", ["my cat.jpg"]) == [281])
    }

    @Test("Without a file, folders are classes if they can be")
    func folders() throws {
        #expect(try indices(nil, ["n01443537/a.jpg", "n01440764/b.jpg"]) == [1, 0])
        #expect(try indices(nil, ["cat/a.jpg", "dog/b.jpg", "dog/c.jpg"], classes: 2) == [0, 1, 1])
        #expect(try indices(nil, ["7/a.jpg", "3/b.jpg"], classes: 10) == [7, 3])
        #expect(try indices(nil, ["holiday/a.jpg", "work/b.jpg"]) == [nil, nil])
        #expect(try indices(nil, ["n01443537_goldfish.JPEG"]) == [nil])
    }

    @Test(
        "Labels that do not fit are refused",
        arguments: ["a.jpg,1000\n", "a.jpg,-1\n", "a.jpg,unicorn\n", "other.jpg,1\n", "index\twnid\tname\n0\tn1\tx\n"])
    func misfits(text: String) throws {
        let error = #expect(throws: (any Error).self) { try indices(text, ["a.jpg"]) }
        #expect((error as? any UserError)?.fix != nil)
    }

    @Test("A limited choice takes the classes in turn, keeps the order, and depends on the seed alone")
    func choice() {
        let images = (0..<90).map { EvaluationImage(path: "\($0)", label: $0 < 60 ? 0 : $0 < 80 ? 1 : nil) }
        let chosen = ImageChoice.choose(10, of: images, seed: 1)
        #expect(chosen.count == 10)
        #expect(chosen.count { $0.label == 0 } == 5 && chosen.count { $0.label == 1 } == 5)
        #expect(chosen == ImageChoice.choose(10, of: images, seed: 1))
        #expect(chosen != ImageChoice.choose(10, of: images, seed: 2))
        #expect(chosen.map { Int($0.path) ?? 0 } == chosen.map { Int($0.path) ?? 0 }.sorted())
        #expect(ImageChoice.choose(99, of: images, seed: 1) == images)
        #expect(ImageChoice.choose(85, of: images, seed: 1).count == 85)
    }
}

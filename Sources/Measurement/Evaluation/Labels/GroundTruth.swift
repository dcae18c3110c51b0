internal import CalibrationData
internal import Support

/// The class that each image shows, as an index of the model's outputs.
package struct GroundTruth: Sendable {
    /// For each path, the index of its class, `nil` if it has none.
    package let indices: [Int?]
    /// What a person should know about how the labels were read.
    package let notes: [String]

    /// - Parameters:
    ///   - paths: of the images, relative to their folder.
    ///   - file: of labels: see `ClassLabels`. Without one the folders of the images are their classes, if all of them
    ///     can be.
    ///   - classCount: of the model.
    /// - Throws: ``EvaluationError/badLabels(path:reason:fix:)``; what `ClassLabels` and ``LabelsFile`` throw.
    package init(of paths: [String], file: String?, classCount: Int) throws {
        guard let file else {
            (indices, notes) = Self.byFolder(paths, classCount)
            return
        }
        let labels = try ClassLabels(contentsOf: file)
        let resolver = try LabelResolver(labels, file: file, classCount: classCount)
        indices = try paths.map { path in
            guard let label = labels.label(of: path) else { return nil }
            guard let index = resolver.index(of: label) else {
                throw EvaluationError.badLabels(
                    path: file, reason: "'\(label)' is not a class of the model, which has \(classCount)",
                    fix: "pass the labels of the data that the model was trained on")
            }
            return index
        }
        let missing = indices.count { $0 == nil }
        guard missing < indices.count else {
            throw EvaluationError.badLabels(
                path: file, reason: "none of the \(paths.count) images has a label in this file",
                fix: "pass labels for these images: an image and its class per line, for example")
        }
        notes = resolver.notes + (missing > 0 ? ["\(missing) of \(paths.count) images have no label in \(file)"] : [])
    }

    /// Folders named after WordNet's identifiers or class numbers, or as many folders as there are classes, in the order
    /// of their names.
    private static func byFolder(_ paths: [String], _ classCount: Int) -> (indices: [Int?], notes: [String]) {
        let folders = paths.map(ClassLabels.folder)
        let names = Set(folders.compactMap(\.self)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let none = [Int?](repeating: nil, count: paths.count)
        guard !names.isEmpty, !folders.contains(nil) else { return (none, []) }
        let byIdentifier =
            classCount == ImageNetClasses.all.count
            ? names.compactMap { ImageNetClasses.indexByIdentifier[$0] } : []
        let numbers = names.compactMap { Int($0) }
        let order: [Int]
        if byIdentifier.count == names.count {
            order = byIdentifier
        } else if numbers.count == names.count, numbers.allSatisfy({ (0..<classCount).contains($0) }) {
            order = numbers
        } else if names.count == classCount {
            order = Array(names.indices)
        } else {
            return (
                none, ["the images' folders are not the model's \(classCount) classes: evaluating without labels"]
            )
        }
        let indexOfName = Dictionary(uniqueKeysWithValues: zip(names, order))
        return (folders.map { $0.flatMap { indexOfName[$0] } }, [])
    }
}

/// Turns what a labels file says of an image into an index.
private struct LabelResolver {
    private var indexOfText: [String: Int] = [:]
    private let classCount: Int
    /// What is added to a number.
    private var offset = 0
    private(set) var notes: [String] = []

    init(_ labels: ClassLabels, file: String, classCount: Int) throws {
        self.classCount = classCount
        var classes = classCount == ImageNetClasses.all.count ? ImageNetClasses.all : []
        if labels.listsClasses { classes = try LabelsFile.read(path: file, classes: classCount) }
        for item in classes.reversed() {
            indexOfText[item.name] = item.index
            indexOfText[item.wnid] = item.index
        }
        if let numbers = labels.numbers { try readNumbers(numbers.compactMap { Int($0) }, file: file) }
    }

    /// Numbers are those of the model's outputs from 0, or from 1 if there is no 0. ImageNet's development kit counts its
    /// classes in an order of its own, which its file `map_clsloc.txt` states; it is used where it is next to the list.
    private mutating func readNumbers(_ numbers: [Int], file: String) throws {
        guard !numbers.contains(0) else { return }
        let map = Path.join(Path.folder(file), "map_clsloc.txt")
        if case .file = FileStatus(of: map) {
            try readMap(map)
            notes.append("\(file): the class numbers are those of \(map)")
        } else {
            offset = -1
            notes.append(
                "\(file): class numbers count from 1, in the order of the model's outputs; "
                    + "for ImageNet's own numbers put map_clsloc.txt of its development kit next to the file")
        }
    }

    /// Lines of `wnid number name`.
    private mutating func readMap(_ path: String) throws {
        let text = try MappedFile(path: path).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        var known: [String: Int] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: " ")
            guard fields.count >= 2, let index = indexOfText[String(fields[0])], Int(fields[1]) != nil else {
                throw EvaluationError.badLabels(
                    path: path, reason: "'\(line.prefix(40))' is not a class of the model and its number",
                    fix: "remove the file, or take it from ImageNet's development kit")
            }
            known[String(fields[1])] = index
        }
        indexOfText = known
        offset = -Int.max
    }

    func index(of label: String) -> Int? {
        if let index = indexOfText[label] { return index }
        guard let number = Int(label), number >= -offset, number + offset < classCount else { return nil }
        return number + offset
    }
}

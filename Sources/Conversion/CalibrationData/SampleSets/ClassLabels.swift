internal import Support

/// Which class an image shows, by a file or by the folder of the image.
///
/// Files that are understood, told by their lines:
/// - ImageNet's `ILSVRC2012_validation_ground_truth.txt`: a number a line; the n-th is for the image whose name ends
///   in the number n (`ILSVRC2012_val_00000001.JPEG` is the first);
/// - a name and a class a line, with a tab, a comma or a space between (the first of these that the line has): Kaggle's
///   `LOC_val_solution.csv`, `val.txt`;
/// - `index<TAB>wnid<TAB>name` a line, for images that are named `wnid_...` or are in a folder `wnid`.
///
/// Without a file, the class is the folder that the image is in, or the `wnid_` that its name starts with.
package struct ClassLabels: Sendable, Hashable {
    private enum Rule: Sendable, Hashable {
        case place
        case byName(ImageNames)
        case byNumber([String])
        case byIdentifier(Set<String>)
    }

    private let rule: Rule

    /// By folder or by name.
    package static let byPlace = ClassLabels(rule: .place)

    /// - Throws: `FileError`, ``CalibrationError/badLabels(path:line:reason:)``.
    package init(contentsOf path: String) throws {
        let file = try ByteView(contentsOf: path)
        guard file.count <= 256 << 20 else {
            throw CalibrationError.badLabels(path: path, line: 1, reason: "it is too large")
        }
        try self.init(text: String(decoding: file.elements(as: UInt8.self), as: UTF8.self), path: path)
    }

    init(text: String, path: String) throws {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { $0.drop(while: \.isWhitespace) }
        let first = lines.first { !$0.isEmpty } ?? ""
        if first.allSatisfy(\.isNumber) && !first.isEmpty {
            var classes: [String] = []
            for (index, line) in lines.enumerated() where !line.isEmpty {
                guard line.split(separator: " ").count == 1, Int(line.filter { !$0.isWhitespace }) != nil else {
                    throw CalibrationError.badLabels(
                        path: path, line: index + 1, reason: "'\(line.prefix(40))' is not a class number")
                }
                classes.append(line.filter { !$0.isWhitespace })
            }
            rule = .byNumber(classes)
        } else if lines.contains(where: { Self.isClassLine($0) }) {
            rule = .byIdentifier(
                Set(lines.filter(Self.isClassLine).map { String($0.split(separator: "\t")[1]) }))
        } else {
            var names = ImageNames()
            for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
                guard let (name, label) = Self.pair(line) else {
                    throw CalibrationError.badLabels(
                        path: path, line: index + 1, reason: "'\(line.prefix(40))' is not a name and a class")
                }
                names.set(name, to: label)
            }
            rule = .byName(names)
        }
        let isEmpty =
            switch rule {
            case .place: false
            case .byName(let names): names.isEmpty
            case .byNumber(let classes): classes.isEmpty
            case .byIdentifier(let classes): classes.isEmpty
            }
        if isEmpty { throw CalibrationError.badLabels(path: path, line: 1, reason: "the file has no labels") }
    }

    private init(rule: Rule) {
        self.rule = rule
    }

    /// Whether the file lists classes rather than images: `index<TAB>wnid<TAB>name`.
    package var listsClasses: Bool {
        if case .byIdentifier = rule { true } else { false }
    }

    /// The lines of a list of numbers, as ImageNet's; `nil` if it is none.
    package var numbers: [String]? {
        if case .byNumber(let classes) = rule { classes } else { nil }
    }

    /// The class of an image, `nil` if it has none.
    package func label(of path: String) -> String? {
        switch rule {
        case .place: Self.identifier(Path.name(path)) ?? Self.folder(of: path)
        case .byName(let names): names.label(of: path)
        case .byNumber(let classes):
            Self.number(path).flatMap { classes.indices.contains($0 - 1) ? classes[$0 - 1] : nil }
        case .byIdentifier(let classes):
            [Self.identifier(Path.name(path)), Self.folder(of: path)].compactMap { $0 }.first(where: classes.contains)
        }
    }

    private static func isClassLine(_ line: Substring) -> Bool {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        return fields.count == 3 && Int(fields[0]) != nil
    }

    package static func folder(of path: String) -> String? {
        let folder = Path.name(Path.folder(path))
        return folder == "." || folder.isEmpty ? nil : folder
    }

    /// `n01440764` of `n01440764_tench.JPEG`: WordNet's identifiers are `n` and eight digits.
    package static func identifier(_ name: String) -> String? {
        let start = name.prefix(9)
        guard start.count == 9, start.first == "n", start.dropFirst().allSatisfy(\.isNumber) else { return nil }
        return String(start)
    }

    /// The name and the class on a line. What follows WordNet's identifier is left out: Kaggle's file has boxes there.
    private static func pair(_ line: Substring) -> (name: String, label: String)? {
        guard let separator = (["\t", ",", " "] as [Character]).first(where: { line.contains($0) }) else { return nil }
        let fields = line.split(separator: separator).map(unquoted)
        guard fields.count >= 2, !fields[0].isEmpty, !fields[1].isEmpty else { return nil }
        let label = String(fields[1])
        return (String(fields[0]), identifier(label) ?? label)
    }

    private static func unquoted(_ field: Substring) -> Substring {
        func isFrame(_ character: Character) -> Bool { character.isWhitespace || character == "\"" }
        var field = field.drop(while: isFrame)
        while let last = field.last, isFrame(last) { field.removeLast() }
        return field
    }

    private static func number(_ path: String) -> Int? {
        Int(String(Path.stem(path).reversed().prefix(while: \.isNumber).reversed()))
    }
}

/// The classes of images by their names. An image is found by its path without extension, or by its name alone where
/// all of that name have the same class.
private struct ImageNames: Sendable, Hashable {
    private var byPath: [String: String] = [:]
    /// `nil` for names of several classes.
    private var byName: [String: String?] = [:]

    var isEmpty: Bool { byPath.isEmpty }

    mutating func set(_ path: String, to label: String) {
        byPath[Self.key(path)] = label
        let name = Path.stem(path)
        if let known = byName[name], known != label {
            byName[name] = .some(nil)
        } else {
            byName[name] = label
        }
    }

    func label(of path: String) -> String? { byPath[Self.key(path)] ?? byName[Path.stem(path)] ?? nil }

    private static func key(_ path: String) -> String {
        let (folder, _) = Path.split(Path.normalized(path))
        return folder == "." ? Path.stem(path) : Path.join(folder, Path.stem(path))
    }
}

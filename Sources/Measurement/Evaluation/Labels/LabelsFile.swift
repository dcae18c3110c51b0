internal import Support

/// Reads the names of a model's classes: one name per line, or lines of `index<TAB>wnid<TAB>name` with or without that
/// header.
package enum LabelsFile {
    /// The classes in the file, by index.
    ///
    /// - Parameter count: the number of classes of the model, which the file must match; `nil` if it is unknown.
    /// - Throws: ``LabelsError``.
    package static func read(path: String, classes count: Int? = nil) throws -> [ImageClass] {
        let file = try MappedFile(path: path)
        let text = file.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let classes = try parse(text, path: path)
        if let count, classes.count != count {
            throw LabelsError.wrongCount(path: path, names: classes.count, classes: count)
        }
        return classes
    }

    /// The classes in a text, by index; the indices are 0, 1, 2, ... in any order.
    ///
    /// - Throws: ``LabelsError``.
    package static func parse(_ text: String, path: String) throws -> [ImageClass] {
        if !text.contains("\t") { return try names(in: text, path: path) }
        var classes: [ImageClass] = []
        var lineOfIndex: [Int: Int] = [:]
        for (offset, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = (number: offset + 1, text: line)
            guard !line.text.allSatisfy(\.isWhitespace) else { continue }
            let fields = line.text.split(separator: "\t", omittingEmptySubsequences: false)
            if classes.isEmpty && fields.first == "index" { continue }
            guard fields.count == 3 else {
                throw LabelsError.malformed(
                    path: path, line: line.number, reason: "\(fields.count) fields instead of 3")
            }
            guard let index = Int(fields[0]), index >= 0 else {
                throw LabelsError.malformed(path: path, line: line.number, reason: "'\(fields[0])' is not an index")
            }
            if let earlier = lineOfIndex.updateValue(line.number, forKey: index) {
                throw LabelsError.malformed(
                    path: path, line: line.number, reason: "index \(index) is on line \(earlier) too")
            }
            classes.append(ImageClass(index: index, wnid: String(fields[1]), name: String(fields[2])))
        }
        guard !classes.isEmpty else { throw LabelsError.empty(path: path) }
        classes.sort { $0.index < $1.index }
        if let gap = classes.indices.first(where: { classes[$0].index != $0 }) {
            throw LabelsError.gap(path: path, index: gap)
        }
        return classes
    }

    /// A name on each line, in the order of the classes.
    private static func names(in text: String, path: String) throws -> [ImageClass] {
        let names = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        guard !names.isEmpty else { throw LabelsError.empty(path: path) }
        return names.enumerated().map { ImageClass(index: $0, wnid: "", name: String($1)) }
    }
}

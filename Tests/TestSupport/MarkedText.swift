/// Text in which `1️⃣`, `2️⃣`, ... mark places that a test expects something at.
package struct MarkedText: Sendable {
    /// The text without the marks.
    package let text: String
    /// Line and column, both counted from 1, the column in Unicode scalars; in the order of the text.
    package let places: [(line: Int, column: Int)]

    package init(_ marked: String) {
        var text = ""
        var places: [(line: Int, column: Int)] = []
        var line = 1
        var column = 1
        for character in marked {
            let scalars = character.unicodeScalars
            if scalars.count > 1, scalars.last == "\u{20E3}", let first = scalars.first, ("1"..."9").contains(first) {
                places.append((line, column))
                continue
            }
            text.append(character)
            if character.isNewline {
                line += 1
                column = 1
            } else {
                column += scalars.count
            }
        }
        self.text = text
        self.places = places
    }
}

extension KeySchema {
    /// The default, if it is a plain value and not a rule in words.
    var literalDefault: String? {
        defaultValue.flatMap { values.contains($0) || !$0.contains(" ") ? $0 : nil }
    }

    /// What the value may be, in words: "one of O0, O1, O2, O3".
    package var valuePhrase: String {
        var words: [String] = []
        if key == .inputSource {
            words.append("a mapping from an input's name to one of \(values.joined(separator: ", "))")
        } else if values.count == 1 {
            words.append("only \(values[0])")
        } else if !values.isEmpty {
            words.append("one of \(values.joined(separator: ", "))")
        } else {
            words.append(type.phrase)
        }
        if let range {
            let zero = key == .maxTimePerFC ? "0 or " : ""
            words.append(
                range.upperBound == .max
                    ? "from \(range.lowerBound)" : "\(zero)from \(range.lowerBound) to \(range.upperBound)")
        }
        if isPerInput { words.append("for several inputs, separated by ;") }
        return words.joined(separator: ", ")
    }

    /// When the key has to be there, in words.
    package var presencePhrase: String {
        switch presence {
        case .optional: "no"
        case .required: "yes"
        case .needed(let condition): "when \(condition)"
        }
    }
}

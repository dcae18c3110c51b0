/// The name that was probably meant.
package enum NearestName {
    /// The closest candidate by edits, if it is close enough to be a slip: a third of the letters, at most 4.
    package static func find(_ name: String, in candidates: some Sequence<String>) -> String? {
        let letters = Array(name.lowercased().utf8.prefix(64))
        guard !letters.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased().utf8)
            let limit = min(4, max(1, max(letters.count, other.count) / 3))
            guard abs(letters.count - other.count) <= limit else { continue }
            let distance = distance(letters, other)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Damerau's distance with transpositions of neighbors.
    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for i in 0..<first.count {
            var row = [i + 1]
            row.reserveCapacity(second.count + 1)
            for j in 0..<second.count {
                var value = min(last[j + 1] + 1, row[j] + 1, last[j] + (first[i] == second[j] ? 0 : 1))
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    value = min(value, beforeLast[j - 1] + 1)
                }
                row.append(value)
            }
            beforeLast = last
            last = row
        }
        return last[second.count]
    }
}

extension GraphDrawing {
    /// The longest pattern that is looked for, in boxes.
    private static let longestPattern = 4

    /// Draws runs of equal rounds once: `a b a b a b` becomes `a b`, three times.
    ///
    /// A run is a chain: nothing goes into it but at its start, and nothing comes out but at its end.
    mutating func foldRepetitions() {
        var sources = [[Int]](repeating: [], count: boxes.count)
        var targets = sources
        for edge in edges {
            targets[edge.source].append(edge.target)
            sources[edge.target].append(edge.source)
        }
        /// What stands for a box once runs are folded; `nil` where nothing does.
        var kept = (0..<boxes.count).map { Optional($0) }
        var rounds: [(boxes: [Int], count: Int, title: String)] = []
        for chain in chains(sources, targets) {
            var start = 0
            while start < chain.count {
                guard let run = longestRun(in: chain, from: start) else {
                    start += 1
                    continue
                }
                let round = Array(chain[start..<start + run.length])
                let last = start + run.length * run.count - 1
                for place in start + run.length...last { kept[chain[place]] = nil }
                // What the last round gives, the drawn one gives.
                kept[chain[last]] = round[run.length - 1]
                rounds.append((round, run.count, title(from: boxes[chain[start]], to: boxes[chain[last]])))
                start = last + 1
            }
        }
        if rounds.isEmpty { return }
        redraw(kept, rounds)
    }

    /// Siblings, each of which takes from the one before alone and gives to the one after alone.
    private func chains(_ sources: [[Int]], _ targets: [[Int]]) -> [[Int]] {
        var chains: [[Int]] = []
        var seen = [Bool](repeating: false, count: boxes.count)
        for box in boxes.indices where !seen[box] && boxes[box].kind == .module {
            var chain = [box]
            seen[box] = true
            while let last = chain.last, targets[last].count == 1, let next = targets[last].first, !seen[next],
                sources[next].count == 1, boxes[next].kind == .module, boxes[next].scope == boxes[box].scope
            {
                chain.append(next)
                seen[next] = true
            }
            chains.append(chain)
        }
        return chains
    }

    private func longestRun(in chain: [Int], from start: Int) -> (length: Int, count: Int)? {
        var best: (length: Int, count: Int)?
        for length in 1...Self.longestPattern where start + 2 * length <= chain.count {
            var end = start + length
            while end < chain.count, boxes[chain[end]].isTwin(of: boxes[chain[end - length]]) { end += 1 }
            let count = (end - start) / length
            guard count > 1 else { continue }
            if length * count > (best.map { $0.length * $0.count } ?? 2) { best = (length, count) }
        }
        return best
    }

    private mutating func redraw(_ kept: [Int?], _ rounds: [(boxes: [Int], count: Int, title: String)]) {
        let all = boxes
        var places: [Int: Int] = [:]
        boxes = []
        for (index, box) in all.enumerated() where kept[index] == index {
            places[index] = boxes.count
            boxes.append(box)
        }
        var drawn: Set<[Int]> = []
        edges = edges.compactMap { edge in
            guard let source = kept[edge.source].flatMap({ places[$0] }), let target = places[edge.target],
                source != target, drawn.insert([source, target]).inserted
            else { return nil }
            return Edge(source: source, target: target, type: edge.type)
        }
        repetitions = rounds.map { round in
            Repetition(boxes: round.boxes.compactMap { places[$0] }, count: round.count, title: round.title)
        }
    }

    /// `blocks.1 ... 14`: what the two names share is written once.
    private func title(from first: Box, to last: Box) -> String {
        let shared = first.title.commonPrefix(with: last.title) { !($0.isASCII && $0.isNumber) }
        return "\(first.title) ... \(last.title.dropFirst(shared.count))"
    }
}

extension String {
    /// What two texts begin with, cut before the first character that is not wanted.
    fileprivate func commonPrefix(with other: String, where isWanted: (Character) -> Bool) -> Substring {
        let count = zip(self, other).prefix { $0 == $1 && isWanted($0) }.count
        return prefix(count)
    }
}

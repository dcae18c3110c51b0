/// A run of equal rounds among a drawing's modules: `a b a b a b` is the round `a b`, three times.
///
/// A run is a chain of siblings: nothing goes into it but at its start, and nothing comes out but at its end.
struct RepeatedRounds {
    /// The longest round that is looked for, in modules.
    private static let longestRound = 4

    var scope: [String]
    /// The names of all its modules, round after round.
    var modules: [String]
    /// How many modules are in a round.
    var length: Int

    var count: Int { modules.count / length }

    /// All runs.
    static func find(_ boxes: [GraphDrawing.Box], _ edges: [GraphDrawing.Edge]) -> [RepeatedRounds] {
        var runs: [RepeatedRounds] = []
        for chain in chains(boxes, edges) {
            var start = 0
            while start < chain.count {
                guard let run = longestRun(in: chain, from: start, boxes) else {
                    start += 1
                    continue
                }
                let end = start + run.length * run.count
                runs.append(
                    RepeatedRounds(
                        scope: boxes[chain[start]].scope, modules: chain[start..<end].map { boxes[$0].title },
                        length: run.length))
                start = end
            }
        }
        return runs
    }

    /// Siblings, each of which reads from the previous one alone and writes to the next one alone.
    private static func chains(_ boxes: [GraphDrawing.Box], _ edges: [GraphDrawing.Edge]) -> [[Int]] {
        var sources = [[Int]](repeating: [], count: boxes.count)
        var targets = sources
        for edge in edges {
            targets[edge.source].append(edge.target)
            sources[edge.target].append(edge.source)
        }
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

    private static func longestRun(
        in chain: [Int], from start: Int, _ boxes: [GraphDrawing.Box]
    ) -> (length: Int, count: Int)? {
        var best: (length: Int, count: Int)?
        for length in 1...longestRound where start + 2 * length <= chain.count {
            var end = start + length
            while end < chain.count, boxes[chain[end]].isTwin(of: boxes[chain[end - length]]) { end += 1 }
            let count = (end - start) / length
            // Two boxes alike are as quickly drawn as counted.
            if count > 1, length * count > (best.map { $0.length * $0.count } ?? 2) { best = (length, count) }
        }
        return best
    }

    /// `blocks.1 ... 14`: what the names share is written once.
    var title: String {
        guard let first = modules.first, let last = modules.last else { return "" }
        let shared = zip(first, last).prefix { $0 == $1 && !($0.isASCII && $0.isNumber) }.count
        return "\(first) ... \(last.dropFirst(shared))"
    }
}

/// Which boxes of a drawing are left out because an earlier one represents them.
struct Folding {
    private let boxes: [GraphDrawing.Box]
    /// For each box itself, or the one that represents it; `nil` where none does.
    private var standIns: [Int?]
    private(set) var repetitions: [GraphDrawing.Repetition] = []

    init(_ boxes: [GraphDrawing.Box]) {
        self.boxes = boxes
        standIns = boxes.indices.map { $0 }
    }

    /// What is drawn in place of a box.
    func standIn(for box: Int) -> Int? {
        var current = box
        // Each step leads to an earlier box.
        while let next = standIns[current] {
            if next == current { return current }
            current = next
        }
        return nil
    }

    /// - Parameter level: how long the paths of the runs' modules are.
    mutating func fold(_ runs: [RepeatedRounds], level: Int) {
        guard !runs.isEmpty else { return }
        var members: [[String]: [Int]] = [:]
        for (index, box) in boxes.enumerated() where box.path.count >= level {
            members[Array(box.path.prefix(level)), default: []].append(index)
        }
        for run in runs { fold(run, members) }
    }

    private mutating func fold(_ run: RepeatedRounds, _ members: [[String]: [Int]]) {
        let rounds = run.modules.map { members[run.scope + [$0]] ?? [] }
        // A run within a round that is left out is left out with it.
        guard let first = rounds.first?.first, standIns[first] == first else { return }
        for (place, round) in rounds.enumerated().dropFirst(run.length) {
            let isLast = place >= rounds.count - run.length
            let drawn = rounds[place % run.length]
            for (number, box) in round.enumerated() {
                // The drawn round has the outputs of the last one.
                standIns[box] = isLast && number < drawn.count ? drawn[number] : nil
            }
        }
        repetitions.append(
            GraphDrawing.Repetition(
                scope: run.scope, modules: Array(run.modules.prefix(run.length)), count: run.count, title: run.title))
    }
}

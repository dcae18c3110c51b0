package import Evaluation
internal import InputContract
internal import Reporting

extension AccuracyReport {
    private static let rowLimit = 10

    private var kinds: [EngineKind] { EngineKind.allCases.filter { engines[$0.rawValue] != nil } }

    /// The figures as tables: the engines, and where they are wrong.
    package var text: String {
        var parts = [engineTable.render(), facts]
        if labeled > 0 { parts.append(classTable.render()) }
        if let kind = kinds.last, let table = confusionTable(engines[kind.rawValue]) {
            parts.append("worst confusions of \(kind.rawValue)\n" + table.render())
        }
        // Engines that compute the same, as they should, are told of once.
        var told: [[Change]] = []
        for kind in kinds {
            guard let changed = engines[kind.rawValue]?.changed, !changed.isEmpty, !told.contains(changed) else {
                continue
            }
            told.append(changed)
            parts.append(changes(changed, kind))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var facts: String {
        var facts = ["\(Figure.grouped(count)) images", "preset \(preset)", "\(view) view"]
        if let range { facts.append("NV12 \(range.rawValue) range") }
        if skipped > 0 { facts.append("\(skipped) unreadable images skipped") }
        if labeled < count { facts.append(labeled == 0 ? "no labels" : "\(labeled) with a label") }
        return facts.joined(separator: ", ") + "; intervals: 95 %, Wilson; p: exact McNemar test"
    }

    private var engineTable: Table {
        var table = Table(
            .left("engine"), .right("Top-1"), .right("interval"), .right("Top-5"), .right("agreement"), .right("won"),
            .right("lost"), .right("p"), .right("SQNR"), .right("cosine"), .right("images/s"))
        for kind in kinds {
            guard let engine = engines[kind.rawValue] else { continue }
            table.append(
                kind.rawValue, share(engine.top1), engine.interval.map { "\(share($0[0]))-\(share($0[1]))" } ?? "",
                share(engine.top5), share(engine.agreement), engine.won.map(String.init) ?? "",
                engine.lost.map(String.init) ?? "", engine.pValue.map { Figure.decimal($0, places: 3) } ?? "",
                engine.sqnrDb.map { Figure.decimal($0, places: 2) + " dB" } ?? "",
                engine.cosine.map { Figure.decimal($0, places: 5) } ?? "",
                Figure.decimal(engine.imagesPerSecond, places: 1))
        }
        return table
    }

    /// The classes that are recognized worst, by the last engine.
    private var classTable: Table {
        var table = Table(.right("class"), .left("name"), .right("images"), .left("Top-1"))
        let main = kinds.last?.rawValue ?? ""
        let worst = (classes ?? []).sorted { ($0.top1[main] ?? 0, -$0.count) < ($1.top1[main] ?? 0, -$1.count) }
        for item in worst.prefix(Self.rowLimit) {
            table.append(
                String(item.index), item.name ?? "", String(item.count),
                kinds.map { "\($0.rawValue) \(share(item.top1[$0.rawValue]))" }.joined(separator: ", "))
        }
        return table
    }

    private func confusionTable(_ engine: Engine?) -> Table? {
        guard let confusions = engine?.confusions, !confusions.isEmpty else { return nil }
        var table = Table(.left("class"), .left("taken for"), .right("images"))
        for confusion in confusions.prefix(Self.rowLimit) {
            table.append(
                title(confusion.label, confusion.labelName), title(confusion.predicted, confusion.predictedName),
                String(confusion.count))
        }
        return table
    }

    private func changes(_ changed: [Change], _ kind: EngineKind) -> String {
        let count = engines[kind.rawValue]?.changedCount ?? changed.count
        var table = Table(.left("image"), .left("class"), .left("Top-5 of float"), .left("Top-5 of \(kind.rawValue)"))
        for change in changed.prefix(Self.rowLimit) {
            table.append(
                change.path, change.label.map { label in title(label, name(label)) } ?? "", top5(change.float),
                top5(change.engine))
        }
        let more = count > Self.rowLimit ? "; the first \(Self.rowLimit), all with --format json" : ""
        return "\(count) images changed sides between float and \(kind.rawValue)\(more)\n" + table.render()
    }

    private func top5(_ ranking: Ranking) -> String {
        zip(ranking.classes, ranking.probabilities).map { "\($0) \(Figure.decimal($1, places: 2))" }
            .joined(separator: ", ")
    }

    private func name(_ index: Int) -> String? { classes?.first { $0.index == index }?.name }

    private func title(_ index: Int, _ name: String?) -> String { name.map { "\(index) \($0)" } ?? String(index) }

    private func share(_ value: Double?) -> String { value.map { Figure.decimal($0, places: 4) } ?? "" }
}

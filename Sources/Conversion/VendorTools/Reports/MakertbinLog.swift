internal import CompiledModel

/// What the log of `hb_mapper makertbin` says about a build.
package struct MakertbinLog: Sendable, Hashable {
    /// A phase and how long it took; the last one ends with the log's last time.
    package struct TimedPhase: Sendable, Hashable {
        package let phase: MakertbinPhase
        /// Seconds since the first line of the log.
        package let start: Double
        package let seconds: Double
    }

    /// Similarity of one output of the quantized model to that of the float model on the first sample.
    package struct OutputSimilarity: Sendable, Hashable {
        package let name: String
        package let cosine: Double
        package let l1: Double
        package let l2: Double
        package let chebyshev: Double
    }

    package let phases: [TimedPhase]
    package let operators: [PlacedOperator]
    package let outputs: [OutputSimilarity]
    /// Calibration samples.
    package let sampleCount: Int?
    /// Images that were calibrated at a time.
    package let calibrationBatch: Int?
    /// The graph could not be run in batches, so that calibration took one image at a time: several times slower.
    package let fellBackToSingleImages: Bool
    /// What `calibration_type: default` settled for (`max-percentile:percentile=0.99995`), or the type that ran.
    package let calibrationMethod: String?
    /// Microseconds for one run, by the compiler's estimate.
    package let latencyMicroseconds: Double?
    /// Versions by name: `hb_mapper`, `hbdk`, `hbdk runtime`, `horizon_nn`.
    package let versions: [String: String]
    /// Messages of level WARNING, in order, without repetitions.
    package let warnings: [String]
    /// What went otherwise than asked, in plain words with the catalog's id, and the warnings that the catalog does not
    /// know. Harmless ones are left out.
    package let notices: [String]
    /// Messages of level ERROR.
    package let errors: [String]
    /// Whether the line is there that ends a build.
    package let succeeded: Bool

    package var onBPU: [PlacedOperator] { operators.filter { $0.processor == .bpu } }
    package var onCPU: [PlacedOperator] { operators.filter { $0.processor == .cpu } }

    /// Reads the log of ``MapperStep/build``.
    ///
    /// - Throws: `FileError`.
    package init(log path: String) throws {
        let text = try readText(path)
        self.init(text: text)
    }

    init(text: String) {
        let lines = LineSplitter.lines(of: text).filter { !$0.isTransient }.map(\.text)
        phases = Self.phases(in: lines)
        operators = OperatorTable.parse(lines)
        outputs = Self.outputs(in: lines)

        var facts = Facts()
        for line in lines { facts.take(LogLine(line)) }
        sampleCount = facts.sampleCount
        calibrationBatch = facts.fellBack ? 1 : facts.batch
        fellBackToSingleImages = facts.fellBack
        calibrationMethod = facts.selectedMethod ?? facts.method
        latencyMicroseconds = facts.latency
        versions = facts.versions
        warnings = facts.warnings
        notices = Self.notices(in: lines)
        errors = facts.errors
        succeeded = facts.succeeded
    }

    private struct Facts {
        var sampleCount: Int?
        var batch: Int?
        var fellBack = false
        var method: String?
        var selectedMethod: String?
        var latency: Double?
        var versions: [String: String] = [:]
        var warnings: [String] = []
        var errors: [String] = []
        var succeeded = false

        mutating func take(_ line: LogLine) {
            let text = line.message
            if line.level == "WARNING", !warnings.contains(text) { warnings.append(text) }
            if line.level == "ERROR" { errors.append(text) }
            if let value = between("There are ", " samples", in: text) { sampleCount = Int(value) }
            if let value = after("Calibration using batch ", in: text) { batch = Int(value) }
            if text.lowercased().contains("reset batch_size=1") { fellBack = true }
            if let value = between("Run calibration model with ", " method", in: text) { method = value }
            if let value = between("Select ", " method", in: text) { selectedMethod = value }
            if let value = between("latency = ", " us", in: text) { latency = Double(value) }
            for name in ["hb_mapper", "hbdk runtime", "hbdk", "horizon_nn"] where text.hasPrefix(name + " version") {
                let value = text.dropFirst(name.count + " version".count).drop { $0 == " " || $0 == ":" }
                if !value.isEmpty { versions[name] = String(value) }
                break
            }
            if text.contains("Convert to runtime bin file successfully!") { succeeded = true }
        }

        private func after(_ prefix: String, in text: String) -> String? {
            text.firstRange(of: prefix).map { String(text[$0.upperBound...]) }
        }

        private func between(_ prefix: String, _ suffix: String, in text: String) -> String? {
            guard let start = text.firstRange(of: prefix) else { return nil }
            let rest = text[start.upperBound...]
            return rest.firstRange(of: suffix).map { String(rest[..<$0.lowerBound]) }
        }
    }

    private static func notices(in lines: [String]) -> [String] {
        var notices: [String] = []
        for line in lines {
            let message = LogLine(line)
            guard let entry = ErrorCatalog.notice(of: line) else {
                if message.level == "WARNING" { notices.append(message.message) }
                continue
            }
            // The table of operators is reported as such.
            guard entry.kind != .harmless, entry.id != ErrorCatalog.operatorOnCPU else { continue }
            notices.append("\(entry.title) [\(entry.id)]: \(message.message)")
        }
        var seen: Set<String> = []
        return notices.filter { seen.insert($0).inserted }
    }

    private static func phases(in lines: [String]) -> [TimedPhase] {
        var first: Double?
        var last = 0.0
        var starts: [(MakertbinPhase, Double)] = []
        for line in lines {
            guard let time = LogLine(line).time else { continue }
            // A build that runs past midnight goes on with the next day's clock.
            let origin = first ?? time
            first = origin
            last = time < origin ? time - origin + 86400 : time - origin
            if let phase = MakertbinPhase.beginning(in: line) { starts.append((phase, last)) }
        }
        let ends = starts.dropFirst().map(\.1) + [last]
        return zip(starts, ends).map { start, end in
            TimedPhase(phase: start.0, start: start.1, seconds: end - start.1)
        }
    }

    private static func outputs(in lines: [String]) -> [OutputSimilarity] {
        guard let start = lines.lastIndex(where: { $0.contains("The quantized model output") }) else { return [] }
        var rows: [OutputSimilarity] = []
        for line in lines[(start + 1)...].prefix(100) {
            let cells = line.split(separator: " ")
            if cells.count == 5, let cosine = Double(cells[1]), let l1 = Double(cells[2]), let l2 = Double(cells[3]),
                let chebyshev = Double(cells[4])
            {
                rows.append(
                    OutputSimilarity(name: String(cells[0]), cosine: cosine, l1: l1, l2: l2, chebyshev: chebyshev))
            } else if !rows.isEmpty {
                break
            }
        }
        return rows
    }
}

package import Diagnostics
internal import YAML

extension Linter {
    /// A file after its safe fixes.
    package struct Fixed: Sendable {
        package var path: String
        /// The new contents; `nil` if nothing could be fixed.
        package var bytes: [UInt8]?
        /// What was fixed, in order.
        package var repaired: [Finding]
    }

    /// The file is parsed again after every change; a file far larger than a config is left alone.
    private static let mostBytes = 256 << 10
    private static let mostRepairs = 10_000

    /// Fixes what can be fixed safely. The file itself is not touched.
    ///
    /// Each change is made alone, and kept if the finding is gone and there are no more errors than before. Fixing is
    /// idempotent.
    ///
    /// - Throws: `FileError`. A file that is not YAML, or larger than 256 KiB, is left as it is.
    package func fixed(_ path: String) throws -> Fixed {
        do {
            return fixed(try YAMLDocument(contentsOf: path, limits: ConfigFile.limits))
        } catch {
            if case .file(let error) = error { throw error }
            return Fixed(path: path, bytes: nil, repaired: [])
        }
    }

    /// As ``fixed(_:)``, for bytes as if they were the file at `path`.
    package func fixed(bytes: [UInt8], path: String) -> Fixed {
        guard let document = try? YAMLDocument(bytes: bytes, path: path, limits: ConfigFile.limits) else {
            return Fixed(path: path, bytes: nil, repaired: [])
        }
        return fixed(document)
    }

    private func fixed(_ original: YAMLDocument) -> Fixed {
        guard original.source.bytes.count <= Self.mostBytes else {
            return Fixed(path: original.path, bytes: nil, repaired: [])
        }
        var document = original
        var repaired: [Finding] = []
        let surroundings = Surroundings(sources)
        var findings = check(ConfigFile(document), surroundings)
        var refused: Set<Repair> = []
        while repaired.count < Self.mostRepairs {
            let open = findings.filter { $0.repair.map { !refused.contains($0) } ?? false }
            // Before adding a key, see whether it exists under a wrong name.
            guard let next = open.first(where: { $0.repair?.isRenaming == true }) ?? open.first,
                let repair = next.repair
            else { break }
            guard let changed = try? repair.apply(to: document) else {
                refused.insert(repair)
                continue
            }
            let after = check(ConfigFile(changed), surroundings)
            guard Self.count(after, like: next) < Self.count(findings, like: next),
                Self.errors(after) <= Self.errors(findings)
            else {
                refused.insert(repair)
                continue
            }
            repaired.append(next.finding)
            document = changed
            findings = after
            // Positions have moved: a refused repair may mean something else now.
            refused.removeAll()
        }
        return Fixed(path: original.path, bytes: repaired.isEmpty ? nil : document.source.bytes, repaired: repaired)
    }

    private static func count(_ findings: [RepairableFinding], like other: RepairableFinding) -> Int {
        findings.count { $0.finding.rule == other.finding.rule && $0.finding.message == other.finding.message }
    }

    private static func errors(_ findings: [RepairableFinding]) -> Int {
        findings.count { $0.finding.severity == .error }
    }
}

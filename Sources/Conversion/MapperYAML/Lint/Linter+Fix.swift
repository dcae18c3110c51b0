package import Diagnostics
internal import YAML

extension Linter {
    /// A file after its safe fixes.
    package struct Fixed: Sendable {
        package var path: String
        /// What the file should hold; `nil` if nothing could be mended.
        package var bytes: [UInt8]?
        /// What was mended, in the order in which it was.
        package var mended: [Finding]
    }

    /// The file is read again after every change; what is far bigger than a configuration is left alone.
    private static let mostBytes = 256 << 10
    private static let mostRepairs = 10_000

    /// Mends what can be mended safely. The file itself is not touched.
    ///
    /// Each change is made by itself and kept if the finding is gone and there are not more errors than before. Doing
    /// it twice gives what doing it once gives.
    ///
    /// - Throws: `FileError`. A file that is no YAML, or bigger than 256 KiB, is
    ///   left as it is.
    package func fixed(_ path: String) throws -> Fixed {
        do {
            return fixed(try YAMLDocument(contentsOf: path, limits: Self.limits))
        } catch {
            if case .file(let error) = error { throw error }
            return Fixed(path: path, bytes: nil, mended: [])
        }
    }

    /// As ``fixed(_:)``, for bytes as if they were the file at `path`.
    package func fixed(bytes: [UInt8], path: String) -> Fixed {
        guard let document = try? YAMLDocument(bytes: bytes, path: path, limits: Self.limits) else {
            return Fixed(path: path, bytes: nil, mended: [])
        }
        return fixed(document)
    }

    private func fixed(_ original: YAMLDocument) -> Fixed {
        guard original.source.bytes.count <= Self.mostBytes else {
            return Fixed(path: original.path, bytes: nil, mended: [])
        }
        var document = original
        var mended: [Finding] = []
        let surroundings = Surroundings(model: model)
        var findings = check(ConfigFile(document), surroundings)
        var refused: Set<Repair> = []
        while mended.count < Self.mostRepairs {
            let open = findings.filter { $0.repair.map { !refused.contains($0) } ?? false }
            // Before something is added, see whether it is there under a wrong name.
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
            mended.append(next.finding)
            document = changed
            findings = after
            // Places have moved, and what was refused there may now be something else.
            refused.removeAll()
        }
        return Fixed(path: original.path, bytes: mended.isEmpty ? nil : document.source.bytes, mended: mended)
    }

    private static func count(_ findings: [MendableFinding], like other: MendableFinding) -> Int {
        findings.count { $0.finding.rule == other.finding.rule && $0.finding.message == other.finding.message }
    }

    private static func errors(_ findings: [MendableFinding]) -> Int {
        findings.count { $0.finding.severity == .error }
    }
}

/// What the vendor's tools are known to print when they fail, change something silently, or only look as if.
package enum ErrorCatalog {
    /// The entries of one subject; their ids begin alike.
    package struct Group: Sendable {
        package let title: String
        package let entries: [CatalogEntry]
    }

    package static let groups = [model, config, calibration, compiler, machine, notices]

    /// By id.
    package static let entries = groups.flatMap(\.entries)

    /// The entry with an id, in whatever case it is written.
    package static func entry(_ id: String) -> CatalogEntry? {
        entries.first { $0.id == id.uppercased() }
    }

    /// Why a tool failed, by the last lines that it printed; `nil` if the catalog does not know.
    package static func diagnosis(of lines: [String]) -> Diagnosis? {
        for entry in failures {
            if let line = lines.last(where: entry.matches) {
                return Diagnosis(entry: entry, line: LogLine(line).message)
            }
        }
        return nil
    }

    /// What a tool that goes on has changed, or only seems to have.
    package static func notice(of line: String) -> CatalogEntry? {
        notices.entries.first { $0.matches(line) }
    }

    /// Machine and compiler first, since what breaks there is often reported once more by the step above; and what
    /// says little last.
    private static let failures: [CatalogEntry] = {
        let entries = [machine, compiler, calibration, config, model].flatMap(\.entries)
        return entries.filter { !$0.isGeneral } + entries.filter(\.isGeneral)
    }()
}

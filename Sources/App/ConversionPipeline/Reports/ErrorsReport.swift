package import Diagnostics
internal import Reporting
internal import VendorTools

/// What `errors` prints: one entry of the catalog, or all.
package struct ErrorsReport: Encodable {
    struct Entry: Encodable {
        let id: String
        let kind: String
        let title: String
        let cause: String
        let fix: String
        let yaml: String?
        let message: String
    }

    let schemaVersion = 1
    let errors: [Entry]
    /// The page of the one entry that was asked for.
    private let page: String?

    private enum CodingKeys: CodingKey { case schemaVersion, errors }

    /// - Parameter id: of an entry; all entries if `nil`.
    /// - Throws: ``UnknownErrorID``.
    package init(id: String?) throws {
        let entries: [CatalogEntry]
        if let id {
            guard let entry = ErrorCatalog.entry(id) else { throw UnknownErrorID(id: id) }
            entries = [entry]
            page = entry.page
        } else {
            entries = ErrorCatalog.entries
            page = nil
        }
        errors = entries.map {
            Entry(
                id: $0.id, kind: $0.kind.label, title: $0.title, cause: $0.cause, fix: $0.fix, yaml: $0.yaml,
                message: $0.seen)
        }
    }

    package var text: String {
        if let page { return page }
        var table = Table(.left("id"), .left("kind"), .left("what happened"))
        for entry in errors { table.append(entry.id, entry.kind, entry.title) }
        return table.render() + "\n"
    }
}

/// An id that the catalog does not have.
package struct UnknownErrorID: UserError, Equatable {
    let id: String

    package var message: String { "unknown error id '\(id)'" }
    package var fix: String? { "list the ids with `repvit-convert errors`" }
    package var exitStatus: ExitStatus { .usage }
}

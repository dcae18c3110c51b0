extension CatalogEntry {
    /// The entry's page in `docs/errors/`, in Markdown; `repvit-convert errors ID` prints the same.
    package var page: String {
        var text = """
            # \(id): \(title)

            \(kind.explanation)

            ```
            \(seen)
            ```

            **Cause.** \(cause)

            **Fix.** \(fix.first.map { $0.uppercased() } ?? "")\(fix.dropFirst()).

            """
        if let yaml { text += "\n```yaml\n\(yaml)\n```\n" }
        return text
    }
}

extension CatalogEntry.Kind {
    /// One sentence before the vendor's words.
    fileprivate var explanation: String {
        switch self {
        case .failure: "The tool stops with:"
        case .change: "The tool goes on, but not as asked, and prints:"
        case .harmless: "Harmless. The tool prints:"
        }
    }

    /// One word for a table.
    package var label: String {
        switch self {
        case .failure: "error"
        case .change: "warning"
        case .harmless: "harmless"
        }
    }
}

extension ErrorCatalog {
    /// `docs/errors/README.md`: all entries.
    package static var index: String {
        var text = """
            # Errors of the vendor's tools

            What hb_mapper 1.24.3, hbdk 3.49.15 and the programs around them print when something is wrong, and what \
            to do about it. `build` recognizes these messages in the logs and names the entry; \
            `repvit-convert errors ID` prints a page. Each message was provoked with the real tools.

            This folder is generated from the catalog in `Sources/Conversion/VendorTools/Failures`.

            """
        for group in groups {
            text += "\n## \(group.title)\n\n| id | what happened | |\n| --- | --- | --- |\n"
            for entry in group.entries {
                text += "| [\(entry.id)](\(entry.id).md) | \(entry.title) | \(entry.kind.label) |\n"
            }
        }
        return text
    }

    /// The files of `docs/errors/` by name.
    package static var pages: [String: String] {
        var pages = Dictionary(uniqueKeysWithValues: entries.map { ("\($0.id).md", $0.page) })
        pages["README.md"] = index
        return pages
    }
}

internal import Reporting
package import VendorTools

/// What `toolchain doctor` prints.
package struct ToolchainReport: Encodable {
    struct Piece: Encodable {
        let name: String
        let status: String
        let version: String
        let detail: String
        let fix: String?
    }

    let schemaVersion = 1
    package let complete: Bool
    let pieces: [Piece]

    package init(_ checks: [ToolchainDoctor.Check]) {
        complete = !checks.contains { $0.status == .missing }
        pieces = checks.map {
            Piece(
                name: $0.name, status: $0.status.rawValue, version: $0.version, detail: $0.detail,
                fix: $0.status == .ok ? nil : $0.fix)
        }
    }

    /// A table of the components, and how to fix what is missing.
    package var text: String {
        var table = Table(.left("component"), .left("status"), .left("version"), .left("location"))
        for piece in pieces { table.append(piece.name, piece.status, piece.version, piece.detail) }
        let fixes = pieces.filter { $0.status == ToolchainDoctor.Check.Status.missing.rawValue }
            .compactMap { piece in piece.fix.map { "fix \(piece.name): \($0)\n" } }
        return table.render() + "\n" + fixes.joined()
    }
}

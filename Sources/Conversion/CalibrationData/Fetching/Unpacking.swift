internal import Diagnostics
internal import Support

/// One run through an archive of images.
struct Unpacking {
    /// Why a member is skipped.
    private enum Reason: String, CaseIterable {
        case unsafeName = "members with absolute or unsafe names"
        case link = "links"
        case device = "devices or pipes"
        case tooLarge = "images of more than 64 MB"
    }

    private(set) var count = 0
    private let path: String
    private let folder: String
    private let progress: Progress.Handler
    /// The most that the members may hold together: photographs hardly compress, a bomb a thousandfold.
    private let expansionLimit: Int
    private var expanded = 0
    private var skips: [Reason: (count: Int, first: String)] = [:]

    init(_ path: String, to folder: String, progress: @escaping Progress.Handler) {
        self.path = path
        self.folder = folder
        self.progress = progress
        let size = if case .file(let bytes) = FileStatus(of: path) { bytes } else { 0 }
        expansionLimit = max(256_000_000, 100 * size)
    }

    /// What was skipped, a warning for each reason.
    var skipped: [Finding] {
        Reason.allCases.compactMap { reason in
            guard let (count, first) = skips[reason] else { return nil }
            return Finding(
                rule: "archive-member", severity: .warning,
                message: "skipped \(reason.rawValue): \(count), first '\(first)'", location: SourceLocation(path: path))
        }
    }

    mutating func run(_ reader: borrowing ArchiveReader) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var members = 0
        while let member = try reader.next() {
            members += 1
            guard members <= ImageArchive.mostMembers else {
                throw CalibrationError.badArchive(
                    path: path, reason: "it has more than \(ImageArchive.mostMembers) members")
            }
            if let relative = target(of: member) {
                try unpack(reader, to: Path.join(folder, relative), named: relative, buffer)
            } else {
                try forEachPiece(of: reader, buffer) { _ in }
            }
        }
    }

    /// The path below the folder, if the member is an image that can be unpacked.
    private mutating func target(of member: ArchiveReader.Member) -> String? {
        let name = member.name ?? "?"
        switch member.kind {
        case .folder: break
        case .link: skip(.link, name)
        case .device: skip(.device, name)
        case .file:
            guard let path = member.name.flatMap(ImageArchive.safePath) else {
                skip(.unsafeName, name)
                break
            }
            let isHidden = path.split(separator: "/").contains { $0.hasPrefix(".") }
            if !isHidden && ImageSource.hasImageName(path) { return path }
        }
        return nil
    }

    private mutating func unpack(
        _ reader: borrowing ArchiveReader, to path: String, named name: String, _ buffer: UnsafeMutableRawBufferPointer
    ) throws {
        try Folder.create(Path.folder(path))
        var image: [UInt8] = []
        var isTooLarge = false
        try forEachPiece(of: reader, buffer) { piece in
            isTooLarge = isTooLarge || image.count + piece.count > ImageArchive.largestImage
            if isTooLarge { image = [] } else { image.append(contentsOf: piece) }
        }
        if isTooLarge { return skip(.tooLarge, name) }
        guard !image.isEmpty else { return }
        try image.withUnsafeBytes { try Folder.writeFile($0, to: path) }
        count += 1
        if count % 16 == 0 { progress(Progress("unpacking images", completed: count, total: nil)) }
    }

    /// Reads a member piece by piece, also one that is skipped: libarchive would pass over it without end.
    private mutating func forEachPiece(
        of reader: borrowing ArchiveReader, _ buffer: UnsafeMutableRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        while case let piece = try reader.read(into: buffer), !piece.isEmpty {
            if Task.isCancelled { throw CalibrationError.interrupted }
            expanded += piece.count
            guard expanded <= expansionLimit else {
                throw CalibrationError.badArchive(path: path, reason: "it expands to more than \(expansionLimit) bytes")
            }
            try body(piece)
        }
    }

    private mutating func skip(_ reason: Reason, _ name: String) {
        skips[reason, default: (0, name)].count += 1
    }
}

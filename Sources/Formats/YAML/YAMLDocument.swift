internal import Support

/// A parsed YAML file with one document, read as PyYAML's `safe_load` reads it.
///
/// Parsing is bounded by ``Limits`` and never recurses, so that a hostile file costs no more than an honest one.
package struct YAMLDocument: Sendable {
    /// How much a file may hold.
    package struct Limits: Sendable {
        /// Levels of nesting.
        package var depth: Int
        /// Nodes, those that aliases name counted each time they are named.
        package var nodes: Int
        package var bytes: Int

        package init(depth: Int = 1000, nodes: Int = 1_000_000, bytes: Int = 64 << 20) {
            self.depth = depth
            self.nodes = nodes
            self.bytes = bytes
        }
    }

    package let path: String
    /// The top node; a null scalar if the file has no document.
    package let root: Node
    package let source: SourceText

    /// Reads a file.
    ///
    /// - Throws: ``YAMLError``.
    package init(contentsOf path: String, limits: Limits = Limits()) throws(YAMLError) {
        let file: ByteView
        do throws(FileError) {
            file = try ByteView(contentsOf: path)
        } catch {
            throw .file(error)
        }
        guard file.count <= limits.bytes else {
            throw .tooBig(path: path, bytes: file.count, limit: limits.bytes)
        }
        try self.init(bytes: file.elements(as: UInt8.self), path: path, limits: limits)
    }

    /// Parses a text; `path` is for messages.
    ///
    /// - Throws: ``YAMLError``.
    package init(text: String, path: String = "-", limits: Limits = Limits()) throws(YAMLError) {
        try self.init(bytes: Array(text.utf8), path: path, limits: limits)
    }

    /// Parses bytes in UTF-8 or, with a byte order mark, UTF-16.
    ///
    /// - Throws: ``YAMLError``.
    package init(bytes: [UInt8], path: String = "-", limits: Limits = Limits()) throws(YAMLError) {
        guard bytes.count <= limits.bytes else {
            throw .tooBig(path: path, bytes: bytes.count, limit: limits.bytes)
        }
        let source = SourceText(bytes)
        var composer = Composer(path: path, source: source, limits: limits)
        root = try bytes.span.withUnsafeBytes { (raw: UnsafeRawBufferPointer) throws(YAMLError) -> Node in
            try composer.compose(raw)
        }
        self.path = path
        self.source = source
    }
}

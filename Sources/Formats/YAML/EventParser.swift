internal import CYAML

/// libyaml's event parser over bytes in memory.
///
/// The bytes must outlive the parser: it reads them as it goes.
struct EventParser: ~Copyable {
    /// Why libyaml stopped.
    struct Failure: Error {
        var problem: String
        /// What was being read, as "a block mapping", and where it began.
        var context: String?
        var contextMark: Mark?
        var mark: Mark
        /// The encoding, or a character that no YAML text may hold, rather than the grammar.
        var isEncoding = false
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        self.bytes = bytes
        precondition(yaml_parser_initialize(parser) == 1, "libyaml is out of memory")
        yaml_parser_set_input_string(
            parser, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? Self.nothing, bytes.count)
    }

    /// libyaml wants an address even for no bytes.
    private nonisolated(unsafe) static let nothing = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    mutating func next() throws(Failure) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure }
        defer { yaml_event_delete(&event) }
        var result = Event(kind: .streamEnd, start: Mark(event.start_mark), end: Mark(event.end_mark))
        switch event.type {
        case YAML_STREAM_START_EVENT: result.kind = .streamStart
        case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
        case YAML_ALIAS_EVENT: result.kind = .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            result.kind = .scalar(
                text: String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self),
                style: Scalar.Style(scalar.style), isPlainImplicit: scalar.plain_implicit != 0)
            result.tag = text(scalar.tag)
            result.anchor = text(scalar.anchor)
        case YAML_SEQUENCE_START_EVENT:
            result.kind = .sequenceStart
            result.tag = text(event.data.sequence_start.tag)
            result.anchor = text(event.data.sequence_start.anchor)
        case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            result.kind = .mappingStart
            result.tag = text(event.data.mapping_start.tag)
            result.anchor = text(event.data.mapping_start.anchor)
        case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
        default: result.kind = .streamEnd
        }
        return result
    }

    private func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private var failure: Failure {
        let parser = self.parser.pointee
        switch parser.error {
        case YAML_MEMORY_ERROR: return Failure(problem: "out of memory", mark: Mark(line: 1, column: 1))
        case YAML_READER_ERROR:
            return Failure(
                problem: parser.problem.map { String(cString: $0) } ?? "unreadable bytes",
                mark: mark(ofByte: parser.problem_offset), isEncoding: true)
        default:
            let context = parser.context.map { String(cString: $0) }
            return Failure(
                problem: parser.problem.map { String(cString: $0) } ?? "this is not YAML",
                context: context, contextMark: context == nil ? nil : Mark(parser.context_mark),
                mark: Mark(parser.problem_mark))
        }
    }

    /// The reader reports bytes, not lines. Right for UTF-8; near enough for UTF-16.
    private func mark(ofByte offset: Int) -> Mark {
        var line = 1
        var column = 1
        for byte in bytes.prefix(max(0, offset)) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return Mark(line: line, column: column)
    }
}

extension Mark {
    init(_ mark: yaml_mark_t) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }
}

extension Scalar.Style {
    init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}

/// Builds the tree from events, with a stack of its own instead of recursion.
struct Composer {
    let path: String
    let source: SourceText
    let limits: YAMLDocument.Limits

    /// A collection that is still open.
    private struct Frame {
        enum Kind {
            case sequence
            case mapping
        }
        var kind: Kind
        var tag: String?
        var anchor: String?
        var start: Mark
        /// Nodes in it so far, itself included.
        var weight: Int
        var nodes: [Node] = []
        var entries: [Mapping.Entry] = []
        var pendingKey: Node?
    }

    private struct Anchored {
        /// `nil` while the node is still open.
        var node: Node?
        var weight: Int
        var mark: Mark
    }

    private var stack: [Frame] = []
    private var anchors: [String: Anchored] = [:]
    private var root: Node?
    private var count = 0

    init(path: String, source: SourceText, limits: YAMLDocument.Limits) {
        self.path = path
        self.source = source
        self.limits = limits
    }

    mutating func compose(_ bytes: UnsafeRawBufferPointer) throws(YAMLError) -> Node {
        var parser = EventParser(bytes)
        while true {
            let event: Event
            do throws(EventParser.Failure) {
                event = try parser.next()
            } catch {
                throw syntaxError(error)
            }
            switch event.kind {
            case .streamStart, .documentEnd: break
            case .documentStart:
                guard root == nil else { throw .severalDocuments(place(event.start)) }
            case .streamEnd:
                let start = Mark(line: 1, column: 1)
                let nothing = Scalar(text: "", style: .plain, value: .null)
                return root ?? Node(.scalar(nothing), start: start, end: start)
            case .alias(let name): try add(alias: name, event)
            case .scalar(let text, let style, let isPlainImplicit):
                try declare(event.anchor, at: event.start)
                try take(1, at: event.start)
                var node = Node(
                    .scalar(Scalar(text: text, style: style, value: .string)), tag: event.tag, anchor: event.anchor,
                    start: event.start, end: event.end)
                let isKey = stack.last.map { $0.kind == .mapping && $0.pendingKey == nil } ?? false
                let value = try ScalarConstruction.value(
                    text, tag: event.tag, isPlainImplicit: isPlainImplicit, isKey: isKey, at: place(event.start))
                node.content = .scalar(Scalar(text: text, style: style, value: value))
                finish(event.anchor, node, weight: 1)
                try append(node, weight: 1)
            case .sequenceStart: try open(.sequence, event)
            case .mappingStart: try open(.mapping, event)
            case .sequenceEnd, .mappingEnd: try closeCollection(event)
            }
        }
    }

    // MARK: Building

    private mutating func open(_ kind: Frame.Kind, _ event: Event) throws(YAMLError) {
        guard stack.count < limits.depth else { throw .tooDeep(place(event.start), limit: limits.depth) }
        if let top = stack.last, top.kind == .mapping, top.pendingKey == nil {
            throw .collectionAsKey(place(event.start))
        }
        if let tag = event.tag {
            let known: Set<String> = kind == .sequence ? ["seq", "omap", "pairs"] : ["map", "set"]
            guard let name = ScalarConstruction.standardName(tag), known.contains(name) else {
                throw .unknownTag(place(event.start), tag: tag)
            }
        }
        try declare(event.anchor, at: event.start)
        try take(1, at: event.start)
        stack.append(Frame(kind: kind, tag: event.tag, anchor: event.anchor, start: event.start, weight: 1))
    }

    private mutating func closeCollection(_ event: Event) throws(YAMLError) {
        guard let frame = stack.popLast() else { return }
        let content: Node.Content =
            switch frame.kind {
            case .sequence: .sequence(frame.nodes)
            case .mapping: .mapping(Mapping(frame.entries))
            }
        let node = Node(content, tag: frame.tag, anchor: frame.anchor, start: frame.start, end: event.end)
        finish(frame.anchor, node, weight: frame.weight)
        try append(node, weight: frame.weight)
    }

    private mutating func add(alias name: String, _ event: Event) throws(YAMLError) {
        guard let anchored = anchors[name] else { throw .undefinedAlias(place(event.start), name: name) }
        guard var node = anchored.node else { throw .recursiveAlias(place(event.start), name: name) }
        let isKey = stack.last.map { $0.kind == .mapping && $0.pendingKey == nil } ?? false
        if isKey, node.scalar == nil { throw .collectionAsKey(place(event.start)) }
        guard count + anchored.weight <= limits.nodes else {
            throw .aliasesExpandTooFar(place(event.start), name: name, limit: limits.nodes)
        }
        count += anchored.weight
        node.anchor = name
        node.isAlias = true
        node.start = event.start
        node.end = event.end
        try append(node, weight: anchored.weight)
    }

    private mutating func append(_ node: Node, weight: Int) throws(YAMLError) {
        guard !stack.isEmpty else {
            root = node
            return
        }
        let top = stack.count - 1
        stack[top].weight += weight
        switch stack[top].kind {
        case .sequence: stack[top].nodes.append(node)
        case .mapping:
            guard let key = stack[top].pendingKey else {
                stack[top].pendingKey = node
                return
            }
            stack[top].pendingKey = nil
            if ScalarConstruction.isMergeKey(key) {
                let merged = try mergedEntries(node)
                try take(merged.count, at: node.start)
                stack[top].weight += merged.count
                stack[top].entries.insert(
                    contentsOf: merged, at: stack[top].entries.prefix { $0.isMerged }.count)
            } else {
                stack[top].entries.append(Mapping.Entry(key: key, value: node))
            }
        }
    }

    /// The entries that `<<` brings in: of a mapping, or of a list of mappings, whose first wins.
    private func mergedEntries(_ node: Node) throws(YAMLError) -> [Mapping.Entry] {
        var entries: [Mapping.Entry] = []
        switch node.content {
        case .mapping(let mapping): entries = mapping.entries
        case .sequence(let nodes):
            for element in nodes.reversed() {
                guard let mapping = element.mapping else { throw .mergeOfNonMapping(place(element.start)) }
                entries += mapping.entries
            }
        case .scalar: throw .mergeOfNonMapping(place(node.start))
        }
        for index in entries.indices { entries[index].isMerged = true }
        return entries
    }

    // MARK: Bounds and anchors

    private mutating func take(_ nodes: Int, at mark: Mark) throws(YAMLError) {
        count += nodes
        guard count <= limits.nodes else { throw .tooManyNodes(place(mark), limit: limits.nodes) }
    }

    private mutating func declare(_ anchor: String?, at mark: Mark) throws(YAMLError) {
        guard let anchor else { return }
        if let first = anchors[anchor] { throw .duplicateAnchor(place(mark), name: anchor, first: first.mark) }
        anchors[anchor] = Anchored(node: nil, weight: 0, mark: mark)
    }

    private mutating func finish(_ anchor: String?, _ node: Node, weight: Int) {
        guard let anchor else { return }
        anchors[anchor]?.node = node
        anchors[anchor]?.weight = weight
    }

    // MARK: Errors

    private func place(_ mark: Mark) -> YAMLError.Place {
        YAMLError.Place(path: path, mark: mark, line: source.line(mark.line))
    }

    private func syntaxError(_ failure: EventParser.Failure) -> YAMLError {
        let place = place(failure.mark)
        if failure.isEncoding { return .encoding(place, problem: failure.problem) }
        var context = failure.context
        if let text = context, let mark = failure.contextMark { context = "\(text) that begins in line \(mark.line)" }
        return .syntax(place, problem: failure.problem, context: context)
    }
}

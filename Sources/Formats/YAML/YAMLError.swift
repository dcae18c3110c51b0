package import Diagnostics
package import Support

/// Why a YAML text could not be read.
package enum YAMLError: UserError {
    case file(FileError)
    case tooBig(path: String, bytes: Int, limit: Int)
    case encoding(Place, problem: String)
    /// libyaml's own words; `context` is what it was reading.
    case syntax(Place, problem: String, context: String?)
    case tooDeep(Place, limit: Int)
    case tooManyNodes(Place, limit: Int)
    case aliasesExpandTooFar(Place, name: String, limit: Int)
    case undefinedAlias(Place, name: String)
    case recursiveAlias(Place, name: String)
    case duplicateAnchor(Place, name: String, first: Mark)
    case collectionAsKey(Place)
    case mergeOfNonMapping(Place)
    case severalDocuments(Place)
    case unknownTag(Place, tag: String)
    /// A scalar that looks like a number or a date and is none, or does not fit its tag.
    case badValue(Place, text: String, kind: String)

    /// Where: the file, the place, and the line itself.
    package struct Place: Sendable, Hashable {
        package var path: String
        package var mark: Mark
        package var line: String

        package init(path: String, mark: Mark, line: String) {
            self.path = path
            self.mark = mark
            self.line = line
        }
    }

    package var place: Place? {
        switch self {
        case .file, .tooBig: nil
        case .encoding(let place, _), .syntax(let place, _, _), .tooDeep(let place, _), .tooManyNodes(let place, _),
            .aliasesExpandTooFar(let place, _, _), .undefinedAlias(let place, _), .recursiveAlias(let place, _),
            .duplicateAnchor(let place, _, _), .collectionAsKey(let place), .mergeOfNonMapping(let place),
            .severalDocuments(let place), .unknownTag(let place, _), .badValue(let place, _, _):
            place
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .file(let error): return error.location
        case .tooBig(let path, _, _): return SourceLocation(path: path)
        default:
            return place.map { SourceLocation(path: $0.path, line: $0.mark.line, column: $0.mark.column) }
        }
    }

    package var message: String {
        switch self {
        case .file(let error): error.message
        case .tooBig(_, let bytes, let limit): "\(bytes) bytes are too many for a YAML file; the limit is \(limit)"
        case .encoding(_, let problem): "not valid UTF-8 text for YAML: \(problem)"
        case .syntax(_, let problem, let context): problem + (context.map { " (\($0))" } ?? "")
        case .tooDeep(_, let limit): "nested deeper than \(limit) levels"
        case .tooManyNodes(_, let limit): "more than \(limit) nodes"
        case .aliasesExpandTooFar(_, let name, let limit): "with the alias *\(name) this grows beyond \(limit) nodes"
        case .undefinedAlias(_, let name): "the alias *\(name) names no anchor above it"
        case .recursiveAlias(_, let name): "the alias *\(name) refers to a node that contains it"
        case .duplicateAnchor(_, let name, let first):
            "the anchor &\(name) is already defined in line \(first.line)"
        case .collectionAsKey: "a list or a mapping cannot be a key"
        case .mergeOfNonMapping: "'<<' merges mappings only"
        case .severalDocuments: "a second document begins here"
        case .unknownTag(_, let tag): "the tag '\(tag)' is unknown"
        case .badValue(_, let text, let kind): "'\(text)' looks like \(kind) and is none"
        }
    }

    package var fix: String? {
        switch self {
        case .file(let error): error.fix
        case .tooBig, .tooManyNodes, .aliasesExpandTooFar, .tooDeep:
            "check the path: this does not look like a configuration"
        case .encoding: "save the file as UTF-8"
        case .syntax(let place, _, _):
            place.line.contains("\t") ? "indent with spaces; YAML does not allow a tab here" : nil
        case .undefinedAlias: "define it above with '&', or quote the value if it is text"
        case .recursiveAlias: "write the value out"
        case .duplicateAnchor: "rename one of the two"
        case .collectionAsKey: "quote it if it is text"
        case .mergeOfNonMapping: "set '<<' to an alias of a mapping, or quote it if it is text"
        case .severalDocuments: "keep one document a file: take the '---' out"
        case .unknownTag: "take the tag out, or quote the value if it is text"
        case .badValue: "quote it if it is text"
        }
    }

    /// `path:line:column: error: message`, the line, a caret under the place, and the fix.
    package var description: String {
        var lines = ["\(location.map { "\($0): " } ?? "")error: \(message)"]
        if let place, !place.line.isEmpty { lines += SourceExcerpt.lines(place.line, column: place.mark.column) }
        if let fix { lines.append("  fix: \(fix)") }
        return lines.joined(separator: "\n")
    }
}

extension YAMLError: Equatable {
    package static func == (lhs: Self, rhs: Self) -> Bool { lhs.description == rhs.description }
}
